;;; (mes pmatch): the small pattern matcher.
;;;
;;;   (pmatch EXPRESSION (PATTERN [(guard TEST ...)] BODY ...) ... [(else BODY ...)])
;;;   pattern := ,variable | _ | (pattern . pattern) | datum
;;;
;;; becomes tests and jumps: (%try a b) is a, but b as soon as a comes to (%fail).
;;;
;;;   (pmatch e ((add ,a ,b) (+ a b)) (else 0))
;;;   => (let ((x e))
;;;        (%try (if (pair? x)
;;;                  (if (eq? (car x) 'add)
;;;                      (let ((y (cdr x))) (if (pair? y) (let ((a (car y)) ...) ...) (%fail)))
;;;                      (%fail))
;;;                  (%fail))
;;;              0))

(define-macro (pmatch expression . clauses)
  (let ((x (gensym "x")))
    #`(let ((#,x #,expression)) #,(pmatch-clauses x clauses))))

(define (pmatch-clauses x clauses)
  (cond ((null? clauses) #`(if #f #f))
        ((eq? (caar clauses) 'else) #`(let () #,@(cdar clauses)))
        (else #`(%try #,(pmatch-pattern x (caar clauses) (pmatch-body (cdar clauses)))
                      #,(pmatch-clauses x (cdr clauses))))))

(define (pmatch-body body)
  (if (and (pair? (car body)) (eq? (caar body) 'guard))
      #`(if (and #,@(cdar body)) (let () #,@(cdr body)) (%fail))
      #`(let () #,@body)))

;;; THEN, if what the expression X accesses matches
(define (pmatch-pattern x pattern then)
  (cond ((eq? pattern '_) then)
        ((not (pair? pattern)) #`(if #,(pmatch-test x pattern) #,then (%fail)))
        ((and (eq? (car pattern) 'unquote) (pair? (cdr pattern))) #`(let ((#,(cadr pattern) #,x)) #,then))
        ((symbol? x)
         #`(if (pair? #,x)
               #,(pmatch-pattern #`(car #,x) (car pattern) (pmatch-pattern #`(cdr #,x) (cdr pattern) then))
               (%fail)))
        (else
         (let ((part (gensym "x")))
           #`(let ((#,part #,x)) #,(pmatch-pattern part pattern then))))))

(define (pmatch-test x datum)
  (cond ((null? datum) #`(null? #,x))
        ((or (symbol? datum) (keyword? datum) (char? datum) (boolean? datum)) #`(eq? #,x '#,datum))
        (else #`(equal? #,x '#,datum))))
