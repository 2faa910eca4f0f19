;;; (mes core derived): forms that are made of those in syntax.scm: let and its family, loops, conditionals, quasiquote.

;;; ---- let ----

(define (check-bindings bindings)
  (check-form bindings 0 #f)
  (for-each (lambda (binding) (check-form binding 2 2)) bindings))

(define (binding-value binding scope)
  (name-lambda (parse (cadr binding) scope #f) (car binding)))

(define (extend-all scope variables)
  (if (null? variables) scope (extend-all (extend scope (car variables)) (cdr variables))))

(define (scope-node variables inits body)
  (cons* 'scope variables (append inits (list body))))

;;; (let ((name value) ...) body ...): the values do not see the names.
(define (parse-let form scope tail)
  (check-form form 3 #f)
  (if (symbol? (cadr form))
      (parse-named-let form scope tail)
      (let ((bindings (cadr form)))
        (check-bindings bindings)
        (let* ((values (map (lambda (binding) (binding-value binding scope)) bindings))
               (variables (map new-local (map car bindings)))
               (inner (extend-all (inside scope) variables)))
          (scope-node variables (init-nodes variables values) (parse-body (cddr form) inner tail))))))

;;; (let* ((name value) ...) body ...): each value sees the names before it.
(define (parse-let* form scope tail)
  (check-form form 3 #f)
  (check-bindings (cadr form))
  (let loop ((bindings (cadr form)) (scope (inside scope)) (variables '()) (inits '()))
    (if (null? bindings)
        (scope-node variables (reverse! inits) (parse-body (cddr form) scope tail))
        (let ((value (binding-value (car bindings) scope))
              (variable (new-local (caar bindings))))
          (loop (cdr bindings) (extend scope variable) (cons variable variables)
                (cons (list 'init variable value) inits))))))

;;; (letrec ((name value) ...) body ...) and letrec*: all see all names.
(define (parse-letrec form scope tail)
  (check-form form 3 #f)
  (check-bindings (cadr form))
  (let* ((variables (map new-local (map car (cadr form))))
         (inner (extend-all (inside scope) variables))
         (values (map (lambda (binding) (binding-value binding inner)) (cadr form))))
    (scope-node variables (init-nodes variables values) (parse-body (cddr form) inner tail))))

;;; ---- Loops ----

;;; A named let. While it is being read, calls of its name in tail position are `again` nodes. If the name is used in
;;; any other way, it escapes: the loop has to become a procedure.
(define loop-type (make-record-type 'loop '(variable parameters outer escapes? left body start)))
(define make-loop (record-constructor loop-type '(parameters outer escapes? left)))
(define loop-variable (record-accessor loop-type 'variable))
(define set-loop-variable! (record-modifier loop-type 'variable))
(define loop-parameters (record-accessor loop-type 'parameters))
(define loop-outer (record-accessor loop-type 'outer))                   ; the loop whose tail position this one is in
(define loop-escapes? (record-accessor loop-type 'escapes?))
(define set-loop-escapes! (record-modifier loop-type 'escapes?))
(define loop-left (record-accessor loop-type 'left))                     ; outer loops that go on from within this one
(define set-loop-left! (record-modifier loop-type 'left))
(define loop-body (record-accessor loop-type 'body))
(define set-loop-body! (record-modifier loop-type 'body))
(define loop-start (record-accessor loop-type 'start))                   ; in the code, when that is made
(define set-loop-start! (record-modifier loop-type 'start))

(define (new-loop name parameters tail)
  (let ((loop (make-loop parameters tail #f '())))
    (set-loop-variable! loop (new-variable name #f loop))
    loop))

;;; Does the form call a loop from its tail position?
(define (goes-on? head form tail)
  (let ((loop (and tail (eq? (node-kind head) 'local) (variable-loop (node-info head)))))
    (and loop
         (tail-of? tail loop)
         (= (length (cdr form)) (length (loop-parameters loop))))))

(define (parse-again loop form scope tail)
  (let ((place current-place))
    (leave-loops tail loop)
    (cons* 'again (cons loop place) (parse-all (cdr form) scope))))

(define (tail-of? tail loop)
  (and tail (or (eq? tail loop) (tail-of? (loop-outer tail) loop))))

;;; The loops from TAIL up to LOOP are left: should one of them become a procedure, so must LOOP.
(define (leave-loops tail loop)
  (unless (eq? tail loop)
    (set-loop-left! tail (cons loop (loop-left tail)))
    (leave-loops (loop-outer tail) loop)))

;;; The node of a loop whose body was read
(define (loop-node loop body firsts)
  (set-loop-body! loop body)
  (if (loop-escapes? loop)
      (let* ((variable (loop-variable loop))
             (parameters (loop-parameters loop))
             (name (%original-names (variable-name variable))))
        (for-each (lambda (outer) (set-loop-escapes! outer #t)) (loop-left loop))
        (scope-node (list variable)
                    (list (list 'init variable
                                (new-lambda name (map variable-name parameters) parameters #f body)))
                    (cons* 'call current-place (list 'local variable) firsts)))
      (cons* 'loop loop firsts)))

;;; (let name ((parameter value) ...) body ...)
(define (parse-named-let form scope tail)
  (check-form form 4 #f)
  (check-bindings (caddr form))
  (let* ((bindings (caddr form))
         (firsts (map (lambda (binding) (binding-value binding scope)) bindings))
         (parameters (map new-local (map car bindings)))
         (loop (new-loop (cadr form) parameters tail))
         (inner (extend-all (extend scope (loop-variable loop)) parameters)))
    (loop-node loop (parse-body (cdddr form) (inside inner) loop) firsts)))

;;; (do ((name first next) ...) (test value ...) body ...)
(define (parse-do form scope tail)
  (check-form form 3 #f)
  (for-each (lambda (binding) (check-form binding 2 3)) (cadr form))
  (check-form (caddr form) 1 #f)
  (let* ((bindings (cadr form))
         (firsts (parse-all (map cadr bindings) scope))
         (parameters (map new-local (map car bindings)))
         (loop (new-loop 'do parameters tail))
         (inner (extend-all (inside scope) parameters))
         (nexts (parse-all (map (lambda (binding) (if (null? (cddr binding)) (car binding) (caddr binding))) bindings)
                           inner))
         (end (caddr form))
         (test (parse (car end) inner #f))
         (value (parse-clause (cdr end) inner loop))
         (turn (parse-clause (cdddr form) inner #f)))
    (loop-node loop
               (list 'if #f test value (list 'sequence #f turn (cons* 'again (cons loop current-place) nexts)))
               firsts)))

;;; ---- Conditionals ----

(define (parse-and form scope tail)
  (check-form form 1 #f)
  (cond ((null? (cdr form)) (constant #t))
        ((null? (cddr form)) (parse (cadr form) scope tail))
        (else
         (let ((test (parse (cadr form) scope #f)))
           (list 'if #f test (parse-and (cdr form) scope tail) (constant #f))))))

(define (parse-or form scope tail)
  (check-form form 1 #f)
  (cond ((null? (cdr form)) (constant #f))
        ((null? (cddr form)) (parse (cadr form) scope tail))
        (else
         (let ((first (parse (cadr form) scope #f)))
           (list 'or #f first (parse-or (cdr form) scope tail))))))

(define (parse-when form scope tail)
  (check-form form 2 #f)
  (let ((test (parse (cadr form) scope #f)))
    (list 'if #f test (parse-clause (cddr form) scope tail) unspecified-node)))

(define (parse-unless form scope tail)
  (check-form form 2 #f)
  (let ((test (parse (cadr form) scope #f)))
    (list 'if #f test unspecified-node (parse-clause (cddr form) scope tail))))

;;; A scope with one nameless variable, whose value is VALUE, around what BODY makes of the variable's node
(define (let-one value body)
  (let ((variable (new-local 'value)))
    (scope-node (list variable) (list (list 'init variable value)) (body (list 'local variable)))))

(define (parse-cond form scope tail)
  (let ((place current-place))
    (let ((node (cond-clauses (cdr form) scope tail)))
      (set! current-place place)
      node)))

;;; clause := (test expression ...) | (test) | (test => receiver) | (else expression ...)
(define (cond-clauses clauses scope tail)
  (if (null? clauses)
      unspecified-node
      (let ((form (car clauses)))
        (check-form form 1 #f)
        (go-to-form form)
        (if (word? (car form) 'else scope)
            (parse-clause (cdr form) scope tail)
            (cond-clause form (parse (car form) scope #f) (cdr clauses) scope tail)))))

(define (cond-clause form test rest scope tail)
  (cond ((null? (cdr form)) (list 'or #f test (cond-clauses rest scope tail)))
        ((word? (cadr form) '=> scope)
         (check-form form 3 3)
         (let ((receiver (parse (caddr form) scope #f)))
           (let-one test
                    (lambda (value)
                      (list 'if #f value
                            (list 'call current-place receiver value)
                            (cond-clauses rest scope tail))))))
        (else
         (let ((then (parse-clause (cdr form) scope tail)))
           (list 'if #f test then (cond-clauses rest scope tail))))))

;;; (case key ((datum ...) expression ...) ... [(else expression ...)])
(define (parse-case form scope tail)
  (check-form form 2 #f)
  (let-one (parse (cadr form) scope #f)
           (lambda (key) (case-clauses key (cddr form) scope tail))))

(define (case-clauses key clauses scope tail)
  (if (null? clauses)
      unspecified-node
      (let ((form (car clauses)))
        (check-form form 2 #f)
        (let ((then (if (word? (cadr form) '=> scope)
                        (begin
                          (check-form form 3 3)
                          (list 'call current-place (parse (caddr form) scope #f) key))
                        (parse-clause (cdr form) scope tail))))
          (if (word? (car form) 'else scope)
              then
              (list 'if #f (case-test key (%original-names (car form))) then
                    (case-clauses key (cdr clauses) scope tail)))))))

;;; Is the key one of the data?
(define (case-test key data)
  (if (pair? data)
      (let ((tests (map (lambda (datum) (system-call 'eqv? key (constant datum))) data)))
        (if (null? (cdr tests)) (car tests) (cons* 'or #f tests)))
      (constant #f)))

;;; ---- quasiquote ----

;;; The words of a template. In quasisyntax every name of the template is renamed, so that it means the same wherever
;;; the expansion ends up.
(define plain-words '(unquote unquote-splicing quasiquote))
(define syntax-words '(unsyntax unsyntax-splicing quasisyntax))

;;; DEPTH counts the quasiquotes that we are in.
(define (quasi x depth words scope)
  (cond ((template-word? x (car words))
         (if (= depth 1)
             (parse (cadr x) scope #f)
             (quasi-word x (- depth 1) words scope)))
        ((template-word? x (caddr words)) (quasi-word x (+ depth 1) words scope))
        ((pair? x) (quasi-pair x depth words scope))
        ((vector? x)
         (let ((items (quasi (vector->list x) depth words scope)))
           (if (constant? items) (constant x) (system-call 'list->vector items))))
        ((and (symbol? x) (eq? words syntax-words))
         (constant (%rename-symbol x (if in-library? renamed-in-library 0))))
        (else (constant (%original-names x)))))

(define (constant? node) (eq? (node-kind node) 'constant))

;;; (WORD part)
(define (template-word? x word)
  (and (pair? x)
       (symbol? (car x))
       (eq? (%original-names (car x)) word)
       (pair? (cdr x))
       (null? (cddr x))))

(define (quasi-word x depth words scope)
  (let ((part (quasi (cadr x) depth words scope)))
    (if (constant? part)
        (constant (list (car x) (node-info part)))
        (system-call 'list (constant (car x)) part))))

(define (quasi-pair x depth words scope)
  (let ((splicing? (template-word? (car x) (cadr words)))
        (rest (quasi (cdr x) depth words scope)))
    (if (and splicing? (= depth 1))
        (let ((list (parse (cadar x) scope #f)))
          (if (and (constant? rest) (null? (node-info rest)))
              list
              (system-call 'append list rest)))
        (let ((first (if splicing?
                         (quasi-word (car x) (- depth 1) words scope)
                         (quasi (car x) depth words scope))))
          (if (and (constant? first) (constant? rest))
              (constant (cons (node-info first) (node-info rest)))
              (system-call 'cons first rest))))))

(define (parse-quasiquote form scope tail)
  (check-form form 2 2)
  (quasi (cadr form) 1 plain-words scope))

(define (parse-quasisyntax form scope tail)
  (check-form form 2 2)
  (quasi (cadr form) 1 syntax-words scope))

;;; ---- The table of forms ----

(for-each (lambda (entry) (%define (car entry) (make-macro 'parser (cdr entry) 0) #t))
          (list (cons 'quote parse-quote)
                (cons 'quasiquote parse-quasiquote)
                (cons 'quasisyntax parse-quasisyntax)
                (cons 'if parse-if)
                (cons 'define parse-define)
                (cons 'set! parse-set!)
                (cons 'lambda parse-lambda)
                (cons 'begin parse-begin)
                (cons 'let parse-let)
                (cons 'let* parse-let*)
                (cons 'letrec parse-letrec)
                (cons 'letrec* parse-letrec)
                (cons 'and parse-and)
                (cons 'or parse-or)
                (cons 'cond parse-cond)
                (cons 'case parse-case)
                (cons 'when parse-when)
                (cons 'unless parse-unless)
                (cons 'do parse-do)
                (cons 'define-macro parse-define-macro)
                (cons 'define-syntax parse-define-syntax)
                (cons 'let-syntax parse-let-syntax)
                (cons 'letrec-syntax parse-let-syntax)
                (cons '%try parse-try)
                (cons '%fail parse-fail)))
