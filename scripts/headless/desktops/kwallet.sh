# Starts KWallet as at the second login: at the first one it creates its wallet, and does not yet offer it to other programs.
printf '[Wallet]\nFirst Use=false\n\n[org.freedesktop.secrets.aliases]\ndefault=kdewallet\n' >"$XDG_CONFIG_HOME/kwalletrc"
perl "${0%/*}/start-kwallet.pl" >"$HOME/kwalletd5-first.log" 2>&1 &
first_login=$!
wait_until test -s "$XDG_DATA_HOME/kwalletd/kdewallet.kwl"
kill "$first_login"
wait "$first_login" || true
start_program perl "${0%/*}/start-kwallet.pl"
wait_until bus_has_name org.freedesktop.secrets
