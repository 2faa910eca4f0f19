;;; (mes core load): evaluating forms, one after the other; and the library.

;;; What `begin` contains at top level is at top level: definitions, and macros for the forms behind them. The last
;;; form is called in place of this.
(define (run-forms forms file library?)
  (if (null? forms)
      *unspecified*
      (begin
        (go-to file library?)
        (let* ((expanded (expand-fully (car forms) '()))
               (form (cdr expanded))
               (rest (cdr forms)))
          (cond ((eq? (car expanded) parse-begin) (run-forms (append (cdr form) rest) file library?))
                ((null? rest) ((compile form)))
                (else
                 ((compile form))
                 (run-forms rest file library?)))))))

;;; FILE is that of the procedure that calls eval. There is only one environment.
(define (%eval form file) (run-forms (list form) file #f))

;;; ---- Files ----

;;; The whole file is read before its first form is evaluated.
(define (load file)
  (if (string? file) (load-file file #f) (load-port file (port-filename file) #f)))

(define (load-file file library?)
  (let ((port (open-input-file file)))
    (load-port port file library?)))

(define (load-port port file library?)
  (let* ((outer current-places)
         (places (make-hash-table))
         (forms (%read-all port places)))
    (if (and (port? port) (not (eq? port (current-input-port)))) (close-port port))
    (if (and (pair? forms) (not library?)) (note-definitions forms))
    (set! current-places places)
    (run-forms forms file library?)
    (set! current-places outer)
    *unspecified*))

(define primitive-load load)
(define primitive-eval eval)

;;; Primitives that the forms define or assign may not be inlined, not even in the forms before.
(define (note-definitions form)
  (let ((head (car form)))
    (when (or (eq? head 'define) (eq? head 'set!))
      (let ((name (target-name (cdr form))))
        (if (symbol? name) (%add-flags name not-inlined))))
    (let loop ((rest form))
      (when (pair? rest)
        (if (pair? (car rest)) (note-definitions (car rest)))
        (loop (cdr rest))))))

(define (target-name x)
  (if (pair? x) (target-name (car x)) x))

(define (macroexpand form) (%original-names (cdr (expand-fully form '()))))

;;; ---- The library ----

;;; entry := (module name ... #:syntax name ...)
(define (export-names entry)
  (for-each (lambda (name) (if (symbol? name) (%add-flags name exported)))
            (cdr entry)))

;;; What eval.c evaluated is compiled as a whole, and then evaluated anew: while it compiles, nothing changes. It gets
;;; no file: backtraces are about programs, and do not show it.
(define (compile-files files)
  (let ((procedures
         (map (lambda (file)
                (go-to #f #t)
                (map compile (%read-all (open-input-file (library-file file)) #f)))
              files)))
    (for-each (lambda (procedures) (for-each (lambda (procedure) (procedure)) procedures)) procedures)))

(define (library-file name) (string-append %moduledir name ".scm"))

;;; The library's other modules, in the order of its index
(define (load-library files)
  (let ((entries (%read-all (open-input-file (library-file "index")) #f)))
    (for-each export-names entries)
    (compile-files files)
    (for-each (lambda (entry)
                (hash-set! %known-modules (car entry) #t)
                (if (and (pair? (cdr entry)) (not (member (car entry) files)))
                    (load-file (library-file (car entry)) #t)))
              entries)))
