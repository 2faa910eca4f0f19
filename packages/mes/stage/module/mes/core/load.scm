;;; (mes core load): evaluating forms, one after the other; and the library.

;;; What `begin` contains at top level is at top level: definitions, and macros for the forms behind them. The last form is
;;; called in place of this.
(define (run-forms forms file library?)
  (if (null? forms)
      *unspecified*
      (begin
        (go-to file library?)
        (let ((form (expand-fully (car forms) '())) (rest (cdr forms)))
          (cond ((eq? (parser-of form '()) parse-begin) (run-forms (append (cdr form) rest) file library?))
                ((null? rest) ((compile form)))
                (else
                 ((compile form))
                 (run-forms rest file library?)))))))

;;; FILE is that of the procedure that calls eval. There is only one environment.
(define (%eval form file) (run-forms (list form) file #f))

;;; ---- Files ----

;;; The whole file is read before its first form is evaluated.
(define (load-file file library?)
  (let* ((places (%place-count))
         (port (open-input-file file))
         (forms (%read-all port)))
    (close-port port)
    (load-forms forms file library? places)))

(define (load file)
  (if (string? file)
      (load-file file #f)
      (let ((places (%place-count)))
        (load-forms (%read-all file) (port-filename file) #f places))))

(define (load-forms forms file library? places)
  (unless library? (note-definitions forms))
  (run-forms forms file library?)
  (%forget-places places)
  *unspecified*)

(define primitive-load load)

;;; Primitives that the forms define or assign may not be inlined, not even in the forms before.
(define (note-definitions form)
  (when (pair? form)
    (when (memq (car form) '(define set!))
      (let ((name (target-name (cdr form))))
        (if (symbol? name) (%add-flags name not-inlined))))
    (note-definitions (car form))
    (note-definitions (cdr form))))

(define (target-name x)
  (if (pair? x) (target-name (car x)) x))

(define (macroexpand form) (%original-names (expand-fully form '())))

;;; ---- The library ----

;;; entry := (module name ... #:syntax name ...)
(define (export-names entry)
  (for-each (lambda (name) (if (symbol? name) (%add-flags name exported)))
            (cdr entry)))

;;; What eval.c evaluated is compiled as a whole, and then evaluated anew: while it compiles, nothing changes. It gets no
;;; file: backtraces are about programs, and do not show it.
(define (compile-files files)
  (let ((procedures
         (map (lambda (file)
                (go-to #f #t)
                (map compile-here (%read-all (open-input-file (library-file file)))))
              files)))
    (for-each (lambda (procedures) (for-each (lambda (procedure) (procedure)) procedures)) procedures)))

(define (compile-here form)
  (set! current-place 0)
  (compile form))

(define (library-file name) (string-append %moduledir name ".scm"))

;;; The library's other modules, in the order of its index
(define (load-library files)
  (let ((entries (%read-all (open-input-file (library-file "index")))))
    (for-each export-names entries)
    (compile-files files)
    (for-each (lambda (entry)
                (hash-set! %known-modules (car entry) #t)
                (if (and (pair? (cdr entry)) (not (member (car entry) files)))
                    (load-file (library-file (car entry)) #t)))
              entries)
    (%forget-places 0)))
