;;; (mes image): the command line, and programs as executables.

;;; Where an image is wanted, this is the place from which it goes on.
(define (command-line)
  (if %image-file
      (begin
        (set! %argv (call-with-current-continuation (lambda (go-on) (save-image %image-file go-on))))
        (find-library %argv "index.scm")))
  %argv)

;;; Writes an executable that calls START with a list of its name and its arguments, or, without START, is mes itself;
;;; and ends.
(define (save-image file . start)
  (%save-image file (if (pair? start) (car start) %main)))
