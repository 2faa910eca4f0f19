;;; (mes primitives): what the field's interpreter gives to its own library, by the names that it has there. With these,
;;; that library runs here as well.

;;; That library relies on what is an error here; 0 is its current port, and output ports are numbers to it.
(define (be-lenient)
  (define (redefine name value) (%define name value #f))
  (set! strict? #f)
  (redefine 'open-input-string (lambda (s) (open-input-string (or s ""))))
  (redefine 'string->list (lambda (s) (string->list (if (symbol? s) (symbol->string s) s))))
  (redefine 'char->integer (lambda (c) (if (number? c) c (char->integer c))))
  (redefine 'primitive-load (lambda (file) (load (if (eq? file 0) (current-input-port) file))))
  (redefine 'open-output-file (lambda (file) (port->fdes (open-output-file file)))))

;;; ---- Types: numbers, in this order ----

(define-macro (define-cell-types . names)
  #`(begin
      #,@(map (lambda (name number)
                #`(define #,(string->symbol (string-append "<cell:" (symbol->string name) ">")) #,number))
              names (iota (length names)))))

(define-cell-types char bytes closure continuation keyword macro number pair port ref special string struct symbol
  values variable vector broken-heart)

(define (core:type x)
  (cond ((char? x) <cell:char>)
        ((closure? x) <cell:closure>)
        ((procedure? x) <cell:struct>)
        ((keyword? x) <cell:keyword>)
        ((macro? x) <cell:macro>)
        ((number? x) <cell:number>)
        ((pair? x) <cell:pair>)
        ((port? x) <cell:port>)
        ((string? x) <cell:string>)
        ((symbol? x) <cell:symbol>)
        ((fluid? x) <cell:variable>)
        ((vector? x) <cell:vector>)
        ((or (%record? x) (hash-table? x)) <cell:struct>)
        (else <cell:special>)))

(define (closure? x) (and (procedure? x) (not (%primitive? x))))
(define (builtin? x) (and (procedure? x) (%primitive? x)))
(define builtin-name procedure-name)
(define (builtin-arity x)
  (let ((arity (%arity x)))
    (if (and arity (= (car arity) (cdr arity))) (car arity) -1)))

;;; ---- Evaluating ----

(define (core:apply f args . environment) (apply f args))
(define (core:eval form . environment) (eval form #t))
(define core:eval-expanded core:eval)
(define core:macro-expand macroexpand)
(define (eval-apply) *unspecified*)
(define (boot-module) #t)
(define (set-env! f environment) *unspecified*)

(define (module-variable module name . default)
  (and (defined? name) (cons name (module-ref module name))))

;;; ---- Lists ----

(define core:car car)
(define core:cdr cdr)
(define pmatch-car car)
(define pmatch-cdr cdr)
(define (core:reverse! list . tail) (append-reverse! list (if (pair? tail) (car tail) '())))
(define (xassq x alist) (find (lambda (pair) (eq? x (cdr pair))) alist))
(define equal2? equal?)

;;; ---- Structures: a type, a procedure that prints it, and any number of fields ----

(define (make-struct type fields . printer)
  (apply %record type (if (pair? printer) (car printer) #f) fields))
(define struct? %record?)
(define struct-ref %record-ref)
(define (struct-set! x i value) ((%record-procedure 1 (%record-ref x 0) i #f 'struct-set!) x value))
(define (struct-length x)
  (let loop ((i 0))
    (if (catch #t (lambda () (%record-ref x i) #t) (lambda ignored #f)) (loop (+ i 1)) i)))

;;; ---- Output ----

(define (core:display x) (display x))
(define (core:write x) (write x))
(define (core:display-error x) (display x (current-error-port)))
(define (core:write-error x) (write x (current-error-port)))
(define core:display-port display)
(define core:write-port write)

;;; ---- Input ----

(define (read-env . environment) (read))
(define (read-input-file-env . environment) (read-input-file))
(define core:read-input-file-env read-input-file-env)
(define (reader-read-sexp . ignored) (read))

;;; ---- The system ----

(define (core:waitpid pid options) (waitpid pid options))
(define (abort) (exit 134))
(define (gc-check) *unspecified*)
(define (gc-stats) '())
