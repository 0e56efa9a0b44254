// The script of every page: brings the stylesheet; elements register themselves from here.
import "./theme/theme.css";
