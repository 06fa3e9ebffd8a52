/** The build gathers imported style sheets into main.css; they export nothing. */
declare module '*.css';
