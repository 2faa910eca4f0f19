;;; (mes modules): asking for modules and files. There is one name space; a module is a file that is loaded once.

;;; ---- The module that there is, for programs that ask ----

(define (current-module) #t)

(define (defined? name) (not (eq? (%value name #f) (%value nothing #f))))
(define nothing (gensym))

(define (module-ref module name . default)
  (if (and (pair? default) (not (defined? name)))
      (car default)
      (eval name module)))

(define (module-define! module name value) (%define name value #f))

;;; ---- Modules ----

;;; The folders of -L and of GUILE_LOAD_PATH
(define (load-path)
  (let ((path (getenv "GUILE_LOAD_PATH")))
    (append %load-folders (if path (string-split path #\:) '()))))

;;; The first of the folders that has FILE makes its path; #f if none has
(define (find-in folders file)
  (let loop ((folders folders))
    (and (pair? folders)
         (let ((path (if (string-null? (car folders)) file (string-append (car folders) "/" file))))
           (if (file-exists? path) path (loop (cdr folders)))))))

;;; "a/b/c" for (a b c)
(define (module-file name)
  (string-join (map (lambda (part) (if (number? part) (number->string part) (symbol->string part))) name) "/"))

;;; The program's modules come before those that happen to lie beside the library.
(define (find-module name)
  (let ((file (module-file name))
        (folders (append (load-path) (list %moduledir "module"))))
    (or (find-in folders (string-append file ".mes"))
        (find-in folders (string-append file ".scm")))))

;;; A form that loads the module, unless that has been done. %known-modules has all that were loaded, and those of the
;;; library, which need no loading: see index.scm.
(define (module-form name must-exist?)
  (let ((file (module-file name)))
    (if (hash-get-handle %known-modules file)
        *unspecified*
        (let ((path (find-module name)))
          (cond (path
                 (hash-set! %known-modules file #t)
                 #`(load #,path))
                (must-exist? (error 'mes-use-module "there is no such module:" name))
                (else *unspecified*))))))

;;; (mes-use-module (a b c))
(define-macro (mes-use-module name) (module-form name #t))

;;; (use-modules (a b c) ((d e) #:select ...) ...): modules that are nowhere are those of another system.
(define-macro (use-modules . specifications)
  #`(begin
      #,@(map (lambda (specification)
                (module-form (if (pair? (car specification)) (car specification) specification) #f))
              specifications)))

;;; (define-module (name)) defines a procedure of that name that calls main; all other modules need no definition.
(define-macro (define-module name . options)
  (if (null? (cdr name))
      #`(define (#,(car name) . arguments) (main (command-line)))
      *unspecified*))

;;; ---- Files ----

(define (search-load-path file)
  (if (string-prefix? "/" file)
      (and (file-exists? file) file)
      (find-in (cons* %moduledir "module" (load-path)) file)))

(define (load-from-path file)
  (load (or (search-load-path file)
            (error 'load-from-path "nowhere in the load path:" file))))

(define-macro (include-from-path file)
  #`(load #,(or (search-load-path file)
                (error 'include-from-path "nowhere in the load path:" file))))

(define-macro (include file) #`(load #,file))

;;; ---- cond-expand ----

;;; (cond-expand (requirement form ...) ...)
;;; requirement := name | else | (and requirement ...) | (or requirement ...) | (not requirement) | (library (a b c))
(define-macro (cond-expand . clauses)
  (let loop ((clauses clauses))
    (cond ((null? clauses) *unspecified*)
          ((fulfilled? (caar clauses)) #`(begin #,@(cdar clauses)))
          (else (loop (cdr clauses))))))

(define (fulfilled? requirement)
  (if (pair? requirement)
      (case (car requirement)
        ((and) (not (memq #f (map fulfilled? (cdr requirement)))))
        ((or) (pair? (memq #t (map fulfilled? (cdr requirement)))))
        ((not) (not (fulfilled? (cadr requirement))))
        ((library)
         (and (or (hash-get-handle %known-modules (module-file (cadr requirement)))
                  (find-module (cadr requirement)))
              #t))
        (else #f))
      (or (eq? requirement 'else) (defined? requirement))))
