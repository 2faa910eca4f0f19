;;; (srfi srfi-8), (srfi srfi-11), (srfi srfi-16), (srfi srfi-26): other ways to make and call procedures.

;;; (receive FORMALS EXPRESSION BODY ...)
(define-macro (receive formals expression . body)
  #`(call-with-values (lambda () #,expression) (lambda #,formals #,@body)))

;;; (let*-values ((FORMALS EXPRESSION) ...) BODY ...)
(define-macro (let*-values bindings . body)
  (if (null? bindings)
      #`(let () #,@body)
      #`(receive #,(caar bindings) #,(cadar bindings) (let*-values #,(cdr bindings) #,@body))))

;;; The same, but the expressions do not see the variables: they get other names first.
(define-macro (let-values bindings . body)
  (let loop ((bindings bindings) (names '()) (outer '()))
    (if (pair? bindings)
        (let ((new-names (fresh-names (caar bindings))))
          (loop (cdr bindings)
                (append (car new-names) names)
                (cons (list (cdr new-names) (cadar bindings)) outer)))
        #`(let*-values #,(reverse outer) (let #,names #,@body)))))

;;; For formals, ((name fresh) ...) and the formals with fresh names
(define (fresh-names formals)
  (cond ((null? formals) (cons '() '()))
        ((symbol? formals)
         (let ((fresh (gensym)))
           (cons (list (list formals fresh)) fresh)))
        (else
         (let ((fresh (gensym)) (rest (fresh-names (cdr formals))))
           (cons (cons (list (car formals) fresh) (car rest)) (cons fresh (cdr rest)))))))

;;; (define-values FORMALS EXPRESSION)
(define-macro (define-values formals expression)
  (let ((names (fresh-names formals)))
    #`(begin
        #,@(map (lambda (name) #`(define #,(car name) #f)) (car names))
        (receive #,(cdr names) #,expression
          #,@(map (lambda (name) #`(set! #,(car name) #,(cadr name))) (car names))))))

;;; (case-lambda (FORMALS BODY ...) ...)
(define-macro (case-lambda . clauses)
  (let ((args (gensym "args")) (n (gensym "n")))
    #`(lambda #,args
        (let ((#,n (length #,args)))
          (cond #,@(map (lambda (clause)
                          (let ((required (count-required (car clause))))
                            #`((#,(if (list? (car clause)) #`= #`>=) #,n #,required)
                               (apply (lambda #,@clause) #,args))))
                        clauses)
                (else (error 'wrong-number-of-args "no clause of case-lambda takes" #,args)))))))

(define (count-required formals)
  (if (pair? formals) (+ 1 (count-required (cdr formals))) 0))

;;; (cut SLOT-OR-EXPRESSION ...): a procedure of what is to fill the slots <>, and <...> at the end
(define-macro (cut . parts) (cut-form parts '() '()))

(define (cut-form parts formals form)
  (cond ((null? parts) #`(lambda #,(reverse formals) #,(reverse form)))
        ((eq? (car parts) '<>)
         (let ((slot (gensym)))
           (cut-form (cdr parts) (cons slot formals) (cons slot form))))
        ((eq? (car parts) '<...>)
         (let ((rest (gensym)))
           #`(lambda (#,@(reverse formals) . #,rest) (apply #,@(reverse form) #,rest))))
        (else (cut-form (cdr parts) formals (cons (car parts) form)))))

;;; The same, but the expressions are evaluated only once
(define-macro (cute . parts)
  (let loop ((parts parts) (bindings '()) (result '()))
    (cond ((null? parts) #`(let #,(reverse bindings) (cut #,@(reverse result))))
          ((memq (car parts) '(<> <...>)) (loop (cdr parts) bindings (cons (car parts) result)))
          (else
           (let ((value (gensym)))
             (loop (cdr parts) (cons (list value (car parts)) bindings) (cons value result)))))))
