;;; (mes match): the large pattern matcher, as Guile's (ice-9 match).
;;;
;;;   (match EXPRESSION (PATTERN [(=> FAILURE)] BODY ...) ...)
;;;   pattern := variable | _ | datum | 'datum | `quasi | (pattern ... [. pattern]) | (pattern <ellipsis> pattern ...)
;;;            | #(pattern ...) | (? predicate pattern ...) | (= procedure pattern) | ($ type pattern ...)
;;;            | (and pattern ...) | (or pattern ...) | (not pattern ...)
;;;
;;; Every generator returns an expression that is THEN if X, a variable, matches, and comes to (%fail) if not.

(define-macro (match expression . clauses)
  (let ((x (gensym "x")))
    #`(let ((#,x #,expression)) #,(match-clauses x clauses))))

(define (match-clauses x clauses)
  (if (null? clauses)
      #`(error 'match-error "no pattern matches" #,x)
      #`(%try #,(match-one x (caar clauses) (match-body x (cdar clauses)))
              #,(match-clauses x (cdr clauses)))))

;;; A body behind (=> failure) may call that to go on with the next clause; so it is a procedure that tells.
(define (match-body x body)
  (if (and (pair? (car body)) (eq? (caar body) '=>))
      (let ((result (gensym)) (failed (gensym)))
        #`(let* ((#,failed (list #f))
                 (#,result (call-with-current-continuation
                            (lambda (return)
                              (let ((#,(cadar body) (lambda () (return #,failed)))) #,@(cdr body))))))
            (if (eq? #,result #,failed) (%fail) #,result)))
      #`(let () #,@body)))

(define (match-ellipsis? x) (memq x '(... ___)))

(define (match-one x pattern then)
  (cond ((eq? pattern '_) then)
        ((symbol? pattern) #`(let ((#,pattern #,x)) #,then))
        ((null? pattern) #`(if (null? #,x) #,then (%fail)))
        ((vector? pattern)
         (match-part #`(vector->list #,x) (vector->list pattern) then
                     (lambda (inner) #`(if (vector? #,x) #,inner (%fail)))))
        ((not (pair? pattern)) #`(if (equal? #,x '#,pattern) #,then (%fail)))
        ((and (pair? (cdr pattern)) (match-ellipsis? (cadr pattern)))
         (match-list x (car pattern) (cddr pattern) then))
        (else (match-form x pattern then))))

(define (match-form x pattern then)
  (case (car pattern)
    ((quote) #`(if (equal? #,x '#,(cadr pattern)) #,then (%fail)))
    ((quasiquote) (match-one x (quasi->pattern (cadr pattern)) then))
    ((?) #`(if (#,(cadr pattern) #,x) #,(match-all x (cddr pattern) then) (%fail)))
    ((=) (match-part #`(#,(cadr pattern) #,x) (caddr pattern) then (lambda (inner) inner)))
    ((and) (match-all x (cdr pattern) then))
    ((or) (match-any x (cdr pattern) then))
    ((not) #`(if (%try #,(match-any x (cdr pattern) #f) #t) #,then (%fail)))
    (($) #`(if (and (record? #,x) (eq? (record-type-descriptor #,x) #,(cadr pattern)))
               #,(match-fields x (cadr pattern) (cddr pattern) 0 then)
               (%fail)))
    (else
     #`(if (pair? #,x)
           #,(match-part #`(car #,x) (car pattern)
                         (match-part #`(cdr #,x) (cdr pattern) then (lambda (inner) inner))
                         (lambda (inner) inner))
           (%fail)))))

;;; Matches the value of an expression; WRAP puts the check around it that has to come before.
(define (match-part expression pattern then wrap)
  (wrap
   (if (symbol? pattern)
       (if (eq? pattern '_) then #`(let ((#,pattern #,expression)) #,then))
       (let ((part (gensym "x")))
         #`(let ((#,part #,expression)) #,(match-one part pattern then))))))

(define (match-all x patterns then)
  (if (null? patterns)
      then
      (match-one x (car patterns) (match-all x (cdr patterns) then))))

;;; The variables of the alternatives, in a list, are what the choice between them results in.
(define (match-any x patterns then)
  (let* ((variables (if (null? patterns) '() (match-variables (car patterns))))
         (found (gensym "found"))
         (choice (fold-right (lambda (pattern rest)
                               #`(%try #,(match-one x pattern #`(list #t #,@variables)) #,rest))
                             #f patterns)))
    #`(let ((#,found #,choice))
        (if #,found
            (let #,(map (lambda (variable i) #`(#,variable (list-ref #,found #,i)))
                        variables (iota (length variables) 1))
              #,then)
            (%fail)))))

(define (match-fields x type patterns i then)
  (if (null? patterns)
      then
      (match-part #`((record-accessor #,type (list-ref (record-type-fields #,type) #,i)) #,x) (car patterns)
                  (match-fields x type (cdr patterns) (+ i 1) then)
                  (lambda (inner) inner))))

;;; (PATTERN ... . TAIL): each variable of the pattern is bound to the list of what it matched.
(define (match-list x pattern tail then)
  (let* ((variables (match-variables pattern))
         (lists (map (lambda (variable) (gensym "list")) variables))
         (n (gensym "n")) (rest (gensym "rest")) (loop (gensym "loop")) (item (gensym "item")))
    #`(let #,loop ((#,n (- (pairs-in #,x) #,(pairs-in tail))) (#,rest #,x) #,@(map (lambda (l) #`(#,l '())) lists))
        (cond ((> #,n 0)
               (let ((#,item (car #,rest)))
                 #,(match-one item pattern
                                  #`(#,loop (- #,n 1) (cdr #,rest)
                                            #,@(map (lambda (v l) #`(cons #,v #,l)) variables lists)))))
              ((< #,n 0) (%fail))
              (else
               (let #,(map (lambda (v l) #`(#,v (reverse #,l))) variables lists)
                 #,(match-one rest tail then)))))))

(define (pairs-in x)
  (let loop ((x x) (n 0))
    (if (pair? x) (loop (cdr x) (+ n 1)) n)))

(define (match-variables pattern)
  (delete-duplicates
   (let loop ((pattern pattern))
     (cond ((symbol? pattern) (if (or (eq? pattern '_) (match-ellipsis? pattern)) '() (list pattern)))
           ((vector? pattern) (loop (vector->list pattern)))
           ((not (pair? pattern)) '())
           (else (case (car pattern)
                   ((quote) '())
                   ((quasiquote) (loop (quasi->pattern (cadr pattern))))
                   ((? = $) (append-map loop (cddr pattern)))
                   ((and or) (append-map loop (cdr pattern)))
                   ((not) '())
                   (else (append (loop (car pattern)) (loop (cdr pattern))))))))))

(define (quasi->pattern x)
  (cond ((and (pair? x) (eq? (car x) 'unquote)) (cadr x))
        ((pair? x) (cons (quasi->pattern (car x)) (quasi->pattern (cdr x))))
        ((and (symbol? x) (not (match-ellipsis? x))) (list 'quote x))
        (else x)))

;;; ---- Forms that match ----

(define-macro (match-lambda . clauses)
  (let ((x (gensym "x")))
    #`(lambda (#,x) (match #,x #,@clauses))))

(define-macro (match-lambda* . clauses)
  (let ((x (gensym "x")))
    #`(lambda #,x (match #,x #,@clauses))))

;;; (match-let ((PATTERN EXPRESSION) ...) BODY ...)
(define-macro (match-let bindings . body)
  #`(match (list #,@(map cadr bindings)) (#,(map car bindings) #,@body)))

(define-macro (match-let* bindings . body)
  (if (null? bindings)
      #`(let () #,@body)
      #`(match #,(cadar bindings) (#,(caar bindings) (match-let* #,(cdr bindings) #,@body)))))
