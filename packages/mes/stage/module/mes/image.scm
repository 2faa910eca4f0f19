;;; (mes image): the command line, and programs as executables.

;;; Where an image is wanted, this is the place from which it goes on.
(define (command-line)
  (if %image-file
      (set! %argv (call-with-current-continuation (lambda (go-on) (save-image %image-file go-on)))))
  %argv)

;;; Writes an executable that calls START with its arguments, or, without one, is mes itself; and ends.
(define (save-image file . start)
  (load-library)
  (%save-image file (if (pair? start) (car start) #f)))

;;; Loads all modules that were not used yet: an image has no need for files.
(define (load-library)
  (for-each load-module (hash-map->list (lambda (module loaded?) (and (not loaded?) module)) %known-modules)))

(define (load-module module)
  (let ((file (and module (string-append %moduledir module ".scm"))))
    (if (and file (file-exists? file))
        (begin
          (hash-set! %known-modules module #t)
          (%load-library file)))))
