;;; (mes core syntax): data to nodes: names, macros, and the forms that everything else is made of.
;;;
;;; The compiler is compiled by itself. Before it is, eval.c evaluates it, so these files use only the forms known
;;; there.
;;;
;;;   expression := symbol | constant | (operator expression ...)
;;;   body       := { definition | expression }
;;;
;;; What a form means depends on what its first name means where it stands: a local variable, a macro, or one of our own
;;; forms, which are macros too, of a kind. A node is a form whose names have been looked up: variables are pointed to,
;;; macros are gone, and only these kinds are left.
;;;
;;;   node := (constant VALUE)
;;;         | (local VARIABLE)
;;;         | (global REFERENCE)
;;;         | (set-local VARIABLE node)
;;;         | (set-global REFERENCE node)
;;;         | (define-global REFERENCE node)
;;;         | (if #f node node node)
;;;         | (or #f node ...)
;;;         | (sequence #f node ...)
;;;         | (lambda LAMBDA)
;;;         | (call PLACE operator operand ...)
;;;         | (scope (VARIABLE ...) node ...)       variables, and what happens within; among it
;;;         | (init VARIABLE node)
;;;         | (loop LOOP node ...)                  first values; the body is in the loop
;;;         | (again (LOOP . PLACE) node ...)       next values
;;;         | (try #f node node)                    the second if the first meets
;;;         | (fail PLACE)
;;;
;;;   REFERENCE := (SYMBOL SYSTEM? . PLACE)         SYSTEM?: the library's value of the symbol is meant
;;;   PLACE     := line * 256 + column, or 0 if nobody knows

(define node-kind car)
(define node-info cadr)
(define node-parts cddr)

(define (constant value) (list 'constant value))
(define unspecified-node (constant *unspecified*))

;;; Several nodes one after the other
(define (sequence-node nodes)
  (if (null? (cdr nodes)) (car nodes) (cons* 'sequence #f nodes)))

;;; A call of one of our own procedures, whatever its name means to the program
(define (system-call name . operands)
  (cons* 'call current-place (constant (%value name #t)) operands))

;;; ---- Where we are ----

(define current-file #f)        ; whose forms are being compiled; #f: not from a file
(define current-places (make-hash-table))   ; of the lists that were read from it
(define current-place 0)
(define in-library? #t)         ; its names mean what they mean in the library
(define rename-flags 0)         ; for the symbols that the macro at work renames

(define (go-to file library?)
  (set! current-file file)
  (set! in-library? library?)
  (set! current-place 0))

(define (go-to-form form)
  (let ((place (if (pair? form) (hashq-ref current-places form 0) 0)))
    (unless (= 0 place) (set! current-place place))))

;;; The value of THUNK, which may compile other forms
(define (stay-here thunk)
  (let ((file current-file) (library? in-library?) (place current-place) (flags rename-flags))
    (let ((value (thunk)))
      (go-to file library?)
      (set! current-place place)
      (set! rename-flags flags)
      value)))

;;; ---- Errors ----

(define strict? #t)             ; #f: as in the field's library, `if` may have more parts, and `define` no name

;;; "FILE:LINE:COLUMN: MESSAGE", and the form
(define (bad-form message form)
  (throw 'syntax-error
         (list (if (= 0 current-place)
                   message
                   (string-append (place->string current-file current-place) ": " message))
               (%original-names form))))

;;; Checks that a form has from LEAST to MOST parts (#f: any number), and returns how many.
(define (check-form form least most)
  (let loop ((rest form) (count 0))
    (cond ((pair? rest) (loop (cdr rest) (+ count 1)))
          ((not (null? rest)) (bad-form "the form is no list:" form))
          ((< count least) (bad-form "something is missing:" form))
          ((and most (> count most)) (bad-form "something is too much:" form))
          (else count))))

;;; ---- Names ----

(define variable-type
  (make-record-type 'variable '(name macro loop assigned? captured? early? ready? owner slot)))
(define make-variable (record-constructor variable-type))
(define variable-name (record-accessor variable-type 'name))
(define variable-macro (record-accessor variable-type 'macro))           ; #f, or the local macro of this name
(define variable-loop (record-accessor variable-type 'loop))             ; #f, or the loop of this name
(define variable-assigned? (record-accessor variable-type 'assigned?))
(define set-variable-assigned! (record-modifier variable-type 'assigned?))

;;; A scope is a list of (name . variable), the innermost first; (#f . #f) marks the inside of a procedure, or of a let,
;;; even where nothing is bound. At top level it is empty.
(define (extend scope variable) (acons (variable-name variable) variable scope))
(define (inside scope) (acons #f #f scope))

(define (new-variable name macro loop)
  (unless (symbol? name) (bad-form "a name was expected:" name))
  (make-variable name macro loop #f #f #f #f #f #f))

(define (new-local name) (new-variable name #f #f))

;;; Flags of symbols, as in mes.h
(define defined-by-program 1)
(define not-inlined 2)
(define renamed-in-library 4)
(define renamed-locally 8)
(define exported 16)

(define (flag? symbol flag) (not (= 0 (logand flag (%flags symbol)))))

;;; A local or global node. A renamed symbol that nothing is bound to means what its original does.
(define (resolve name scope)
  (let loop ((name name) (scope scope) (system? in-library?))
    (let ((local (assq name scope)))
      (if local
          (list 'local (cdr local))
          (let ((original (%original name)))
            (if original
                (loop original (if (flag? name renamed-locally) scope '())
                      (or system? (flag? name renamed-in-library)))
                (list 'global (cons* name system? current-place))))))))

(define (reference name scope) (refer (resolve name scope) name))

;;; The node of a name that is used as a variable
(define (refer node name)
  (when (eq? (node-kind node) 'local)
    (when (variable-macro (node-info node)) (bad-form "a macro is used as a variable:" name))
    (when (variable-loop (node-info node)) (set-loop-escapes! (variable-loop (node-info node)) #t)))
  node)

;;; Is X this word of the language, and no variable?
(define (word? x word scope)
  (and (symbol? x)
       (eq? (%original-names x) word)
       (eq? (node-kind (resolve x scope)) 'global)))

;;; ---- Macros ----

;;; KIND: arguments, the transformer takes those of the form; form, it takes the form; parser, it takes the form, the
;;; scope and the loop whose tail position this is, and returns a node.
(define macro-type (make-record-type 'macro '(kind transformer flags)))
(define make-macro (record-constructor macro-type))
(define macro? (record-predicate macro-type))
(define macro-kind (record-accessor macro-type 'kind))
(define macro-transformer (record-accessor macro-type 'transformer))
(define macro-flags (record-accessor macro-type 'flags))                 ; of the symbols that it renames

(define (new-macro kind transformer flags)
  (unless (procedure? transformer) (bad-form "a macro needs a procedure, not" transformer))
  (make-macro kind transformer (if in-library? (logior flags renamed-in-library) flags)))

(define (parser? macro) (eq? (macro-kind macro) 'parser))

;;; The node of the first part of a form, as far as it is known without parsing; and the macro that it stands for, or #f
(define (head-node head scope)
  (if (symbol? head) (resolve head scope) (constant head)))

(define (head-macro node)
  (let* ((info (node-info node))
         (value (case (node-kind node)
                  ((local) (variable-macro info))
                  ((global) (%value (car info) (cadr info)))
                  (else info))))
    (and (macro? value) value)))

;;; The form that a macro makes of a form
(define (expand macro form)
  (stay-here
   (lambda ()
     (set! rename-flags (macro-flags macro))
     (if (eq? (macro-kind macro) 'form)
         ((macro-transformer macro) form)
         (apply (macro-transformer macro) (%original-names (cdr form)))))))

;;; Expands a form until it is no macro call. Returns it behind the procedure that parses it, if it is a form of ours,
;;; or #f.
(define (expand-fully form scope)
  (if (pair? form)
      (begin
        (go-to-form form)
        (let ((macro (head-macro (head-node (car form) scope))))
          (cond ((not macro) (cons #f form))
                ((parser? macro) (cons (macro-transformer macro) form))
                (else (expand-fully (expand macro form) scope)))))
      (cons #f form)))

;;; Another name for a symbol: what a macro puts into its expansion for a name that is its own
(define (%rename symbol) (%rename-symbol symbol rename-flags))

;;; The value of an expression, now. It sees no local variables.
(define (evaluate-now form)
  (stay-here (lambda () ((compile form)))))

;;; ---- Expressions ----

;;; Everything here that parses takes a form, its scope, and #f or the loop whose tail position this is.
(define (parse form scope tail)
  (cond ((symbol? form) (reference form scope))
        ((pair? form)
         (let ((place current-place))
           (go-to-form form)
           (let ((node (parse-form form scope tail)))
             (set! current-place place)
             node)))
        (else (constant form))))

(define (parse-form form scope tail)
  (let* ((head (head-node (car form) scope))
         (macro (head-macro head)))
    (cond ((not macro) (parse-call head form scope tail))
          ((parser? macro) ((macro-transformer macro) form scope tail))
          (else (parse (expand macro form) scope tail)))))

(define (parse-all forms scope)
  (let loop ((forms forms) (nodes '()))
    (if (pair? forms)
        (loop (cdr forms) (cons (parse (car forms) scope #f) nodes))
        (reverse! nodes))))

(define (parse-call head form scope tail)
  (check-form form 1 #f)
  (if (goes-on? head form tail)
      (parse-again (variable-loop (node-info head)) form scope tail)
      (let* ((place current-place)
             (operator (if (symbol? (car form)) (refer head (car form)) (parse (car form) scope #f)))
             (operands (parse-all (cdr form) scope)))
        (if (and (eq? (node-kind operator) 'lambda)
                 (takes? (node-info operator) (length operands)))
            (bind-parameters (node-info operator) operands)
            (cons* 'call place (called operator) operands)))))

;;; For the field's library a symbol can be called like its value.
(define (called operator)
  (if (not (or strict? (calls-procedure? operator)))
      (list 'call current-place (list 'global (cons* '%procedure-of #t 0)) operator)
      operator))

(define (calls-procedure? operator)
  (let ((info (node-info operator)))
    (case (node-kind operator)
      ((global) (procedure? (%value (car info) (cadr info))))
      ((constant lambda) #t)
      (else #f))))

(define (%procedure-of x) (if (symbol? x) (%value x #f) x))

(define (takes? lambda count)
  (and (not (lambda-rest? lambda)) (= count (lambda-required lambda))))

;;; Calling a lambda expression is the same as binding its parameters.
(define (bind-parameters lambda operands)
  (cons* 'scope (lambda-parameters lambda)
         (append (init-nodes (lambda-parameters lambda) operands)
                 (list (lambda-body lambda)))))

(define (init-nodes variables values)
  (map (lambda (variable value) (list 'init variable value)) variables values))

;;; Expressions one after the other
(define (parse-sequence forms scope tail)
  (if (null? forms)
      unspecified-node
      (sequence-node
       (let loop ((forms forms))
         (if (null? (cdr forms))
             (list (parse (car forms) scope tail))
             (let ((first (parse (car forms) scope #f)))
               (cons first (loop (cdr forms)))))))))

;;; ---- Bodies ----

;;; The name in (define name value) or (define (name . formals) body ...)
(define (defined-name form)
  (check-form form 2 #f)
  (let ((name (if (pair? (cadr form)) (caadr form) (cadr form))))
    (cond ((symbol? name) name)
          (strict? (bad-form "a name was expected:" name))
          (else (gensym)))))

;;; First all forms are expanded as far as it takes to know what they define; then they are parsed, with all these names
;;; in scope. An item is a form, with the variable that it defines or #f in front.
(define (parse-body forms scope tail)
  (let ((place current-place))
    (let loop ((forms forms) (inner scope) (variables '()) (items '()))
      (if (null? forms)
          (let ((nodes (parse-items (reverse! items) inner tail place)))
            (set! current-place place)
            (if (null? variables) (sequence-node nodes) (cons* 'scope variables nodes)))
          (let* ((expanded (expand-fully (car forms) inner))
                 (parser (car expanded))
                 (form (cdr expanded))
                 (rest (cdr forms)))
            (cond ((not parser) (loop rest inner variables (acons #f form items)))
                  ((eq? parser parse-begin) (loop (append (cdr form) rest) inner variables items))
                  ((eq? parser parse-define-macro)
                   (parser form inner #f)
                   (loop rest inner variables items))
                  ((eq? parser parse-define-syntax)
                   (loop rest (extend inner (local-macro (defined-name form) (cddr form))) variables items))
                  ((eq? parser parse-define)
                   (let ((known (find-variable (defined-name form) variables)))
                     (if known
                         (loop rest inner variables (acons known form items))
                         (let ((variable (new-local (defined-name form))))
                           (loop rest (extend inner variable) (cons variable variables)
                                 (acons variable form items))))))
                  (else (loop rest inner variables (acons #f form items)))))))))

(define (find-variable name variables)
  (cond ((null? variables) #f)
        ((eq? name (variable-name (car variables))) (car variables))
        (else (find-variable name (cdr variables)))))

;;; PLACE: that of the body
(define (parse-items items scope tail place)
  (if (null? items)
      (list unspecified-node)
      (let ((variable (caar items)) (form (cdar items)) (rest (cdr items)))
        (set! current-place place)
        (go-to-form form)
        (if (and (not variable) (null? rest))
            (list (parse form scope tail))
            (let ((node (if variable
                            (list 'init variable (definition-value form scope))
                            (parse form scope #f))))
              (cons node (parse-items rest scope tail place)))))))

;;; The bodies of when, cond and the like: at top level definitions in them are global.
(define (parse-clause forms scope tail)
  (if (null? scope) (parse-sequence forms scope tail) (parse-body forms scope tail)))

;;; ---- quote, if, begin, set! ----

(define (parse-quote form scope tail)
  (check-form form 2 2)
  (constant (%original-names (cadr form))))

(define (parse-if form scope tail)
  (check-form form 3 (if strict? 4 #f))
  (let* ((test (parse (cadr form) scope #f))
         (then (parse (caddr form) scope tail)))
    (list 'if #f test then (if (null? (cdddr form)) unspecified-node (parse (cadddr form) scope tail)))))

(define (parse-begin form scope tail) (parse-clause (cdr form) scope tail))

(define (parse-set! form scope tail)
  (check-form form 3 3)
  (unless (symbol? (cadr form)) (bad-form "a name was expected:" (cadr form)))
  (let ((value (parse (caddr form) scope #f))
        (node (reference (cadr form) scope)))
    (if (eq? (node-kind node) 'global)
        (list 'set-global (node-info node) value)
        (begin
          (set-variable-assigned! (node-info node) #t)
          (list 'set-local (node-info node) value)))))

;;; ---- lambda and define ----

(define lambda-type (make-record-type 'lambda '(name formals required rest? parameters body outer captures)))
(define make-lambda (record-constructor lambda-type))
(define lambda-name (record-accessor lambda-type 'name))
(define set-lambda-name! (record-modifier lambda-type 'name))
(define lambda-formals (record-accessor lambda-type 'formals))
(define lambda-required (record-accessor lambda-type 'required))         ; how many parameters, without a rest
(define lambda-rest? (record-accessor lambda-type 'rest?))
(define lambda-parameters (record-accessor lambda-type 'parameters))
(define lambda-body (record-accessor lambda-type 'body))

(define (new-lambda name formals parameters rest? body)
  (list 'lambda
        (make-lambda name formals (- (length parameters) (if rest? 1 0)) rest? parameters body #f '())))

(define (lambda-node name formals forms scope)
  (let loop ((rest formals) (parameters '()) (inner (inside scope)))
    (if (null? rest)
        (begin
          (unless (pair? forms) (bad-form "the body is empty:" formals))
          (new-lambda name formals (reverse! parameters) (not (list? formals)) (parse-body forms inner #f)))
        (let ((variable (new-local (if (pair? rest) (car rest) rest))))
          (loop (if (pair? rest) (cdr rest) '()) (cons variable parameters) (extend inner variable))))))

(define (parse-lambda form scope tail)
  (check-form form 3 #f)
  (lambda-node 'lambda (cadr form) (cddr form) scope))

;;; Gives a lambda node the name that it is bound to.
(define (name-lambda node name)
  (when (and (eq? (node-kind node) 'lambda) (eq? (lambda-name (node-info node)) 'lambda))
    (set-lambda-name! (node-info node) (%original-names name)))
  node)

;;; The value in a definition
(define (definition-value form scope)
  (let ((count (check-form form 2 #f)) (target (cadr form)))
    (cond ((pair? target) (lambda-node (%original-names (car target)) (cdr target) (cddr form) scope))
          ((= count 2) unspecified-node)
          (else
           (check-form form 3 3)
           (name-lambda (parse (caddr form) scope #f) target)))))

(define (parse-define form scope tail)
  (let ((name (%original-names (defined-name form))))
    (unless (null? scope) (bad-form "a definition where an expression was expected:" form))
    (let ((value (definition-value form scope)))
      (list 'define-global (cons* name in-library? current-place) value))))

;;; ---- Definitions of macros ----

;;; They take effect at once: the forms that follow may use them.
(define (define-macro-now name macro)
  (%define (%original-names name) macro in-library?)
  unspecified-node)

;;; (define-macro (name . formals) body ...) or (define-macro name procedure)
(define (parse-define-macro form scope tail)
  (check-form form 3 #f)
  (let ((transformer (if (pair? (cadr form))
                         (cons* 'lambda (cdadr form) (cddr form))
                         (caddr form))))
    (define-macro-now (defined-name form) (new-macro 'arguments (evaluate-now transformer) 0))))

(define (parse-define-syntax form scope tail)
  (check-form form 3 3)
  (define-macro-now (defined-name form) (new-macro 'form (evaluate-now (caddr form)) 0)))

;;; A variable of which there is only the macro that the transformer in the list makes
(define (local-macro name transformers)
  (check-form transformers 1 1)
  (new-variable name (new-macro 'form (evaluate-now (car transformers)) renamed-locally) #f))

;;; (let-syntax ((name transformer) ...) body ...), and letrec-syntax
(define (parse-let-syntax form scope tail)
  (check-form form 3 #f)
  (let loop ((bindings (cadr form)) (scope scope))
    (if (null? bindings)
        (parse-body (cddr form) scope tail)
        (loop (cdr bindings) (extend scope (local-macro (caar bindings) (cdar bindings)))))))

;;; ---- Alternatives, for pattern matchers ----

;;; (%try a b): a; but where a comes to (%fail), which may not be within a procedure of its own, b instead
(define (parse-try form scope tail)
  (check-form form 3 3)
  (let ((first (parse (cadr form) scope tail)))
    (list 'try #f first (parse (caddr form) scope tail))))

(define (parse-fail form scope tail)
  (check-form form 1 1)
  (list 'fail current-place))
