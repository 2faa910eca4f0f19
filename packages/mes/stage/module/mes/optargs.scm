;;; (mes optargs): optional arguments and keyword arguments.
;;;
;;;   formals := (name ... [#:optional optional ...] [#:key optional ... [#:allow-other-keys]] [#:rest name | . name])
;;;   optional := name | (name default)
;;;
;;; (lambda* (a #:optional (b 1) #:key c) body) becomes
;;;   (lambda (a . rest)
;;;     (let* ((b (if (%optional? rest) (car rest) 1)) (rest (if (%optional? rest) (cdr rest) rest))
;;;            (c (%keyword-value #:c rest)) ...)
;;;       body))

(define-macro (lambda* formals . body)
  (let ((required (take-while* symbol? formals)))
    (if (list-of-symbols? formals)
        #`(lambda #,formals #,@body)
        (let ((rest (gensym "rest")))
          #`(lambda (#,@required . #,rest)
              (let* #,(optional-bindings (list-tail* formals (length required)) rest)
                #,@body))))))

(define-macro (define* target . body)
  (if (pair? target)
      #`(define #,(car target) (lambda* #,(cdr target) #,@body))
      #`(define #,target #,@body)))

(define-macro (define-macro* target . body)
  #`(define-macro #,(car target) (lambda* #,(cdr target) #,@body)))

;;; (let-optional REST ((name default) ...) BODY ...), (let-keywords REST ALLOW-OTHER? ((name default) ...) BODY ...)
(define-macro (let-optional rest-form bindings . body)
  (let ((rest (gensym "rest")))
    #`(let* ((#,rest #,rest-form) #,@(optional-bindings (cons #:optional bindings) rest)) #,@body)))

(define-macro (let-optional* . parts) #`(let-optional #,@parts))

(define-macro (let-keywords rest-form allow-other? bindings . body)
  (let ((rest (gensym "rest")))
    #`(let* ((#,rest #,rest-form)
             #,@(optional-bindings `(#:key ,@bindings ,@(if allow-other? '(#:allow-other-keys) '())) rest))
        #,@body)))

(define-macro (let-keywords* . parts) #`(let-keywords #,@parts))

;;; ---- Generating ----

(define (take-while* wanted? x)
  (if (and (pair? x) (wanted? (car x)))
      (cons (car x) (take-while* wanted? (cdr x)))
      '()))

(define (list-tail* x n) (if (= n 0) x (list-tail* (cdr x) (- n 1))))

(define (list-of-symbols? x)
  (or (not (pair? x))
      (and (symbol? (car x)) (list-of-symbols? (cdr x)))))

;;; Bindings for let*. KIND says which part of the formals we are in; KEYWORDS collects the names of keyword arguments.
(define (optional-bindings formals rest)
  (let loop ((formals formals) (kind #f) (keywords '()) (others? #f) (result '()))
    (define (finish more)
      (append (reverse result)
              more
              (list (list (gensym) (cond (others? #f)
                                         ((null? keywords) #`(if (eq? '#,kind #:optional) (%check-no-more #,rest) #f))
                                         (else #`(%check-keywords #,rest '#,keywords)))))))
    (cond ((null? formals) (finish '()))
          ((symbol? formals)
           (append (reverse result) (list (list formals rest))))
          ((eq? (car formals) #:rest)
           (if (pair? (cddr formals))
               (loop (cddr formals) kind keywords #t (cons (list (cadr formals) rest) result))
               (append (reverse result) (list (list (cadr formals) rest)))))
          ((eq? (car formals) #:allow-other-keys) (loop (cdr formals) kind keywords #t result))
          ((keyword? (car formals)) (loop (cdr formals) (car formals) keywords others? result))
          (else
           (let* ((name (if (pair? (car formals)) (caar formals) (car formals)))
                  (default (if (pair? (car formals)) (cadar formals) #f)))
             (if (eq? kind #:key)
                 (let ((found (gensym)) (keyword (symbol->keyword name)))
                   (loop (cdr formals) kind (cons keyword keywords) others?
                         (cons* (list name #`(if #,found (cadr #,found) #,default))
                                (list found #`(%find-keyword #,keyword #,rest))
                                result)))
                 (loop (cdr formals) kind keywords others?
                       (cons* (list rest #`(if (%optional? #,rest) (cdr #,rest) #,rest))
                              (list name #`(if (%optional? #,rest) (car #,rest) #,default))
                              result))))))))

;;; ---- At run time ----

;;; Is there another argument that is no keyword?
(define (%optional? rest)
  (and (pair? rest) (not (keyword? (car rest)))))

;;; REST from this keyword on, or #f
(define (%find-keyword keyword rest)
  (let loop ((rest rest))
    (cond ((not (pair? rest)) #f)
          ((and (eq? (car rest) keyword) (pair? (cdr rest))) rest)
          (else (loop (cdr rest))))))

(define (%check-no-more rest)
  (if (pair? rest)
      (error 'wrong-number-of-args "too many arguments:" rest)))

(define (%check-keywords rest keywords)
  (let loop ((rest rest))
    (cond ((null? rest) #t)
          ((not (keyword? (car rest))) (error 'wrong-number-of-args "an argument without a keyword:" (car rest)))
          ((not (memq (car rest) keywords)) (error 'keyword-argument-error "unknown keyword:" (car rest)))
          ((null? (cdr rest)) (error 'keyword-argument-error "the keyword has no value:" (car rest)))
          (else (loop (cddr rest))))))
