;;; expression.scm : tokens -> typed trees, by recursive descent
;;;
;;; The grammar rule stands above each procedure.  Every procedure returns a node that may be an
;;; lvalue; operators apply `rvalue` and the conversions of C before they build their node.

;; expression := assignment { "," assignment }
(define (parse-expression)
  (let loop ((left (parse-assignment)))
    (if (accept? 'comma)
        (loop (comma-node (rvalue left) (rvalue (parse-assignment))))
        left)))

(define assignment-operators
  '((+= . add) (-= . sub) (*= . mul) (/= . div) (%= . mod) (&= . and) (bar= . or) (^= . xor)
    (<<= . shl) (>>= . shr)))

;; assignment := conditional [ ( "=" | "+=" | ... ) assignment ]
(define (parse-assignment)
  (let ((left (parse-conditional)))
    (if (eq? *mark* '=)
        (let ((token *tok*))
          (advance!)
          (make-assignment left (parse-assignment) token))
        (let ((entry (assq *mark* assignment-operators)))
          (if entry
              (let ((token *tok*))
                (advance!)
                (make-compound-assignment (cdr entry) left (rvalue (parse-assignment)) token))
              left)))))

(define (check-lvalue node token)
  (if (not (and (lvalue? node) (not (memq (type-kind (node-type node)) '(array func void)))))
      (fail token "the left side cannot be assigned to")))

(define (make-assignment left right token)
  (check-lvalue left token)
  (let ((type (node-type left)))
    (assign-node left (convert-for-assignment (rvalue right) type token))))

;; what may be assigned, passed or returned as the type
(define (convert-for-assignment node type token)
  (let ((from (node-type node)))
    (cond
     ((or (struct? type) (struct? from))
      (if (not (eq? type from))
          (fail token "cannot convert " (type->string from) " to " (type->string type)))
      node)
     ((or (void? from) (void? type)) (fail token "a void value is used here"))
     ((or (and (pointer? type) (float? from)) (and (float? type) (pointer? from)))
      (fail token "cannot convert " (type->string from) " to " (type->string type)))
     (else
      (if (doubtful? node type)
          (warn token "conversion of " (type->string from) " to " (type->string type) " without a cast"))
      (convert node type)))))

;; an integer for a pointer, or the reverse, or a pointer to something else
(define (doubtful? node type)
  (let ((from (node-type node)))
    (cond ((and (pointer? type) (pointer? from))
           (let ((a (type-base type)) (b (type-base from)))
             (not (or (void? a) (void? b) (compatible-enough? a b)
                      (and (integer? a) (integer? b) (= (type-size a) (type-size b)))))))
          ((pointer? type) (not (null-pointer? node)))
          (else (and (pointer? from) (integer? type) (not (kind? type 'bool)))))))

(define (make-compound-assignment op left right token)
  (check-lvalue left token)
  (update-node left right
               (lambda (old) (make-binary op old right token))))

;; conditional := logical-or [ "?" expression ":" conditional ]
(define (parse-conditional)
  (let ((test (parse-binary 1)))
    (if (eq? *mark* '?)
        (let ((token *tok*))
          (advance!)
          (let* ((test (scalar-test test token))
                 (yes (if (eq? *mark* ':) #f (rvalue (parse-expression)))))
            (expect! ':)
            (let ((no (rvalue (parse-conditional))))
              (if yes
                  (make-conditional test yes no token)
                  (make-conditional-else test no token)))))
        test)))

;; GNU a ?: b
(define (make-conditional-else test no token)
  (let* ((type (node-type test))
         (kept (new-temporary type)))
    (comma-node (assign-node (var-node kept 0 type) test)
                (make-conditional (var-node kept 0 type) (var-node kept 0 type) no token))))

(define (scalar-test node token)
  (let ((node (rvalue node)))
    (if (not (scalar? (node-type node))) (fail token "a condition must be a number or a pointer"))
    node))

(define (make-conditional test yes no token)
  (let ((a (node-type yes)) (b (node-type no)))
    (define (both type) (cond-node type test (convert yes type) (convert no type)))
    (cond
     ((and (arithmetic? a) (arithmetic? b)) (both (common-type a b)))
     ((or (void? a) (void? b)) (both void-type))
     ((and (struct? a) (eq? a b)) (cond-node a test yes no))
     ((and (pointer? a) (null-pointer? no)) (both a))
     ((and (pointer? b) (null-pointer? yes)) (both b))
     ((and (pointer? a) (pointer? b)) (both (if (void? (type-base a)) a (if (void? (type-base b)) b a))))
     ((and (pointer? a) (integer? b)) (both a))
     ((and (pointer? b) (integer? a)) (both b))
     (else (fail token "the two sides of ? : do not go together")))))

(define (null-pointer? node)
  (and (const? node) (zero? (node-a node))
       (or (integer? (node-type node))
           (and (pointer? (node-type node)) (void? (type-base (node-type node)))))))

;; binary := cast { operator binary }       operators of at least this level, see binary-precedence
(define operator-names
  '((* . mul) (/ . div) (% . mod) (+ . add) (- . sub) (<< . shl) (>> . shr) (< . lt) (> . gt) (<= . le)
    (>= . ge) (== . eq) (!= . ne) (& . and) (^ . xor) (bar . or) (&& . land) (bar-bar . lor)))

(define (parse-binary level)
  (let loop ((left (parse-cast)))
    (let ((entry (assq *mark* binary-precedence)))
      (if (and entry (>= (cdr entry) level))
          (let ((token *tok*) (op (cdr (assq *mark* operator-names))))
            (advance!)
            (loop (make-binary op left (parse-binary (+ 1 (cdr entry))) token)))
          left))))

(define (make-binary op left right token)
  (let* ((a (rvalue left)) (b (rvalue right)) (ta (node-type a)) (tb (node-type b)))
    (define (bad) (fail token "the operands " (type->string ta) " and " (type->string tb) " do not go with this operator"))
    (if (not (and (scalar? ta) (scalar? tb))) (bad))
    (case op
      ((land) (and-node a b))
      ((lor) (or-node a b))
      ((eq ne lt gt le ge)
       (let ((type (cond ((and (arithmetic? ta) (arithmetic? tb)) (common-type ta tb))
                         ((or (float? ta) (float? tb)) (bad))
                         (else void-pointer))))
         (compare-node op (convert a type) (convert b type))))
      ((shl shr)
       (if (not (and (integer? ta) (integer? tb))) (bad))
       (let ((type (promoted ta)))
         (binary-node op type (convert a type) (convert b int-type))))
      ((add)
       (cond ((pointer? ta) (if (integer? tb) (pointer-add a b token) (bad)))
             ((pointer? tb) (if (integer? ta) (pointer-add b a token) (bad)))
             (else (arithmetic op a b))))
      ((sub)
       (cond ((and (pointer? ta) (pointer? tb)) (pointer-difference a b token))
             ((pointer? ta) (if (integer? tb) (pointer-add a (negate-node int-type (convert b int-type)) token) (bad)))
             ((pointer? tb) (bad))
             (else (arithmetic op a b))))
      (else
       (if (not (and (arithmetic? ta) (arithmetic? tb))) (bad))
       (if (and (memq op '(mod and or xor)) (or (float? ta) (float? tb))) (bad))
       (arithmetic op a b)))))

(define (arithmetic op a b)
  (let ((type (common-type (node-type a) (node-type b))))
    (binary-node op type (convert a type) (convert b type))))

(define (element-size pointer token)
  (let ((type (type-base (node-type pointer))))
    (if (not (complete? type))
        (if (not (and (array? type) (type-extra type)))
            (fail token "the size of what this points to is not known")))
    (type-size type)))

(define (pointer-add pointer index token)
  (let ((size (element-size pointer token))
        (type (node-type pointer))
        (index (convert index int-type)))
    (binary-node 'add type pointer (scaled index size))))

;; index * size; i+3 is spread so that the constant can move into the address
(define (scaled index size)
  (if (and (op? index 'neg) (not (= size 1)))
      (negate-node int-type (scaled (node-a index) size))
      (binary-node 'mul int-type index (int-const size))))

(define (pointer-difference a b token)
  (let ((size (element-size a token)))
    (if (and (op? a 'addr) (op? b 'addr) (eq? (node-a a) (node-a b)))
        (int-const (quotient (- (node-b a) (node-b b)) (max size 1)))
        (let ((bytes (node2 'sub int-type a b)))
          (let ((log (value-log2 size)))
            (if log
                (binary-node 'shr int-type bytes (int-const log))
                (binary-node 'div int-type bytes (int-const (max size 1)))))))))

;; cast := "(" type-name ")" cast | "(" type-name ")" "{" initialisers "}" ... | unary
(define (parse-cast)
  (if (and (eq? *mark* 'lparen) (begin (peek-mark) (type-starts? *ahead*)))
      (let ((token *tok*))
        (advance!)
        (let ((type (parse-type-name)))
          (expect! 'rparen)
          (if (eq? *mark* 'lbrace)
              (parse-postfix-of (compound-literal type token))
              (make-cast type (parse-cast) token))))
      (parse-unary)))

(define (make-cast type operand token)
  (let ((node (rvalue operand)))
    (cond
     ((void? type) (convert node type))
     ((and (struct? type) (eq? type (node-type node))) node)
     ((not (and (scalar? type) (scalar? (node-type node))))
      (fail token "cannot cast " (type->string (node-type node)) " to " (type->string type)))
     ((or (and (pointer? type) (float? (node-type node))) (and (float? type) (pointer? (node-type node))))
      (fail token "cannot cast " (type->string (node-type node)) " to " (type->string type)))
     ;; a cast is never an lvalue, even to its own type
     ((and (eq? type (node-type node)) (lvalue? node)) (make-node 'as type node #f #f (node-need node)))
     (else (convert node type)))))

;; unary := postfix | ("++"|"--") unary | ("&"|"*"|"+"|"-"|"~"|"!") cast
;;        | sizeof ( unary | "(" type-name ")" ) | _Alignof "(" type-name ")"
(define (parse-unary)
  (let ((token *tok*))
    (case *mark*
      ((++) (advance!) (pre-update (parse-unary) 1 token))
      ((--) (advance!) (pre-update (parse-unary) -1 token))
      ((&) (advance!) (take-address (parse-cast) token))
      ((*) (advance!) (dereference (rvalue (parse-cast)) token))
      ((+) (advance!) (arithmetic-operand (parse-cast) token))
      ((-) (advance!) (let ((node (arithmetic-operand (parse-cast) token))) (negate-node (node-type node) node)))
      ((~) (advance!)
       (let ((node (arithmetic-operand (parse-cast) token)))
         (if (float? (node-type node)) (fail token "~ needs an integer"))
         (complement-node (node-type node) node)))
      ((!) (advance!) (not-node (scalar-test (parse-cast) token)))
      ((sizeof) (advance!) (const-node (parse-size token type-size) uint-type))
      ((_Alignof) (advance!)
       (const-node (parse-size token (lambda (type) (if (and (scalar? type) (= 8 (type-size type))) 8 (type-align type))))
                   uint-type))
      ((__extension__) (advance!) (parse-cast))
      (else (parse-postfix)))))

(define (arithmetic-operand node token)
  (let ((node (rvalue node)))
    (if (not (arithmetic? (node-type node))) (fail token "this operator needs a number"))
    (convert node (promoted (node-type node)))))

(define (take-address node token)
  (if (op? node 'var) (set-entry-in-memory?! (node-a node) #t))
  (address-of node (pointer-to (node-type node)) token))

(define (dereference node token)
  (let ((type (node-type node)))
    (if (not (pointer? type)) (fail token "* needs a pointer, this is " (type->string type)))
    (deref-node node 0 (type-base type))))

(define (pre-update node delta token)
  (check-lvalue node token)
  (update-node node (int-const 0)
               (lambda (old) (make-binary 'add old (int-const delta) token))))

(define (post-update node delta token)
  (check-lvalue node token)
  (let ((type (node-type node)))
    (post-update-node node (if (pointer? type) (* delta (element-size node token)) delta))))

(define (parse-size token measure)
  (let ((type (if (and (eq? *mark* 'lparen) (begin (peek-mark) (type-starts? *ahead*)))
                  (begin
                    (advance!)
                    (let ((type (parse-type-name)))
                      (expect! 'rparen)
                      (if (eq? *mark* 'lbrace)
                          (node-type (parse-postfix-of (compound-literal type token)))
                          type)))
                  (without-uses (lambda () (node-type (parse-unary)))))))
    (if (and (not (complete? type)) (not (function? type)) (not (void? type)))
        (fail token "the size of this type is not known"))
    (measure type)))

;; the operand of sizeof is not evaluated, so it must not keep variables in memory or count as use
(define (without-uses thunk)
  (let* ((weight *loop-weight*)
         (result (begin (set! *loop-weight* 0) (thunk))))
    (set! *loop-weight* weight)
    result))

;; postfix := primary { "[" expression "]" | "(" arguments ")" | "." name | "->" name | "++" | "--" }
(define (parse-postfix) (parse-postfix-of (parse-primary)))

(define (parse-postfix-of node)
  (let ((token *tok*))
    (case *mark*
      ((lbracket)
       (advance!)
       (let ((index (parse-expression)))
         (expect! 'rbracket)
         (parse-postfix-of (dereference (make-binary 'add node index token) token))))
      ((lparen) (advance!) (parse-postfix-of (parse-call node token)))
      ((dot)
       (advance!)
       (parse-postfix-of (select-member node (expect-member-name) token)))
      ((->)
       (advance!)
       (let ((pointer (rvalue node)))
         (parse-postfix-of (select-member (dereference pointer token) (expect-member-name) token))))
      ((++) (advance!) (parse-postfix-of (post-update node 1 token)))
      ((--) (advance!) (parse-postfix-of (post-update node -1 token)))
      (else node))))

(define (expect-member-name)
  (if (not (eq? 'ident (token-kind *tok*))) (fail *tok* "expected the name of a member"))
  (let ((ident (token-value *tok*))) (advance!) ident))

(define (select-member node name token)
  (let ((type (node-type node)))
    (if (not (struct? type)) (fail token "this is no struct or union but " (type->string type)))
    (if (not (type-parts type)) (fail token "this struct is not defined here"))
    (let ((found (find-member type name)))
      (if (not found) (fail token "there is no member '" (ident-name name) "'"))
      (if (op? node 'var) (set-entry-in-memory?! (node-a node) #t))
      (member-node node found token))))

;; arguments := [ assignment { "," assignment } ]
(define (parse-call callee token)
  (let* ((callee (rvalue callee))
         (type (node-type callee))
         (function (if (and (pointer? type) (function? (type-base type)))
                       (type-base type)
                       (fail token "this is not a function"))))
    (let loop ((parameters (type-parts function)) (arguments '()))
      (if (eq? *mark* 'rparen)
          (begin
            (advance!)
            (if (and (pair? parameters) (not (eq? 'old (type-extra function))))
                (fail token "too few arguments"))
            (make-call callee function arguments))
          (let* ((place *tok*)
                 (argument (rvalue (parse-assignment)))
                 (argument (if (pair? parameters)
                               (convert-for-assignment argument (car parameters) place)
                               (begin
                                 (if (not (type-extra function)) (fail place "too many arguments"))
                                 (default-promotion argument place)))))
            (if (not (eq? *mark* 'rparen)) (expect! 'comma))
            (loop (if (pair? parameters) (cdr parameters) '())
                  (cons argument arguments)))))))

(define (default-promotion node token)
  (let ((type (node-type node)))
    (cond ((and (float? type) (= 4 (type-size type))) (convert node double-type))
          ((integer? type) (convert node (promoted type)))
          ((void? type) (fail token "a void value is passed"))
          (else node))))

;; (call type callee arguments-last-first temporary-for-a-struct)
(define (make-call callee function arguments)
  (let ((result (type-base function)))
    (make-node 'call result callee arguments
               (and (struct? result) (new-temporary result))
               heavy)))

;; "(" "{" block ")", a GNU extension: its value is that of the last statement.  A struct is copied to where
;; the locals of the block do not lie.
(define (parse-statement-expression token)
  (if (not *function*) (fail token "a statement expression stands outside of a function"))
  (let* ((statements (reverse (vector-ref (parse-block) 1)))
         (value? (and (pair? statements) (eq? 'expr (vector-ref (car statements) 0))))
         (value (if value? (vector-ref (car statements) 1) (convert (int-const 0) void-type)))
         (type (node-type value)))
    (define (copied)
      (set! *frame-size* *frame-peak*)
      (assign-node (var-node (new-temporary type) 0 type) value))
    (make-node 'block type (reverse (if value? (cdr statements) statements))
               (if (struct? type) (copied) value) #f heavy)))

;; primary := name | constant | string { string } | "(" expression ")" | "__func__"
(define (parse-primary)
  (let ((token *tok*))
    (case *mark*
      ((identifier) (advance!) (parse-name token))
      ((number) (advance!) (number-node token))
      ((char) (advance!) (const-node (char-constant-value token) (if (wide-text? token) long-type int-type)))
      ((string) (call-with-values parse-string string-node))
      ((lparen)
       (advance!)
       (let ((node (if (accept? 'lbrace) (parse-statement-expression token) (parse-expression))))
         (expect! 'rparen)
         node))
      ((__func__)
       (advance!)
       (string-node (map char->integer (string->list (if *function* (entry-name *function*) ""))) char-type))
      (else (fail token "expected an expression but found '" (spelling token) "'")))))

(define (parse-name token)
  (let* ((ident (token-value token)) (entry (ident-binding ident)))
    (cond
     ((not entry)
      (if (eq? *mark* 'lparen)
          (begin
            (warn token "function '" (ident-name ident) "' is not declared")
            (var-node (declare-global ident (function-type int-type '() 'old) 'extern token) 0
                      (function-type int-type '() 'old)))
          (fail token "'" (ident-name ident) "' is not declared")))
     (else
      (case (entry-kind entry)
        ((enum) (const-node (entry-value entry) (entry-type entry)))
        ((typedef) (fail token "'" (ident-name ident) "' is a type, not a value"))
        (else
         (if (and (eq? 'function (entry-kind entry)) (member (entry-name entry) '("setjmp" "_setjmp")))
             (set! *no-registers?* #t))
         (var-node entry 0 (entry-type entry))))))))

;; integer or floating constant; a pp-number with . or an exponent is floating
(define (number-node token)
  (let ((text (token-value token)))
    (if (floating-text? text)
        (let* ((end (- (string-length text) 1))
               (last (string-ref text end))
               (type (case last ((#\f #\F) float-type)
                       ((#\l #\L) ldouble-type) (else double-type)))
               (digits (if (eq? type double-type) text (substring text 0 end))))
          (fconst-node (or (flo-from-text digits (type-size type)) (fail token "'" text "' is not a number")) type))
        (let ((number (parse-integer token)))
          (const-node (value-truncate (car number) (cadr number) (caddr number))
                      (let ((long? (memv (string-ref text (- (string-length text) 1)) '(#\l #\L))))
                        (if (= 4 (cadr number))
                            (if (caddr number) (if long? ulong-type uint-type) (if long? long-type int-type))
                            (if (caddr number) ullong-type llong-type))))))))

(define (hex-text? text)
  (and (> (string-length text) 1) (memv (string-ref text 1) '(#\x #\X))))

(define (string-any-p? text)
  (or (string-position text #\p 0) (string-position text #\P 0)))

(define (floating-text? text)
  (or (string-position text #\. 0)
      (if (hex-text? text)
          (string-any-p? text)
          (or (string-position text #\e 0) (string-position text #\E 0)))))

;; adjacent strings are one, wide when one of them is: bytes in memory and type of the elements
(define (parse-string)
  (let loop ((parts '()) (wide? #f))
    (if (eq? *mark* 'string)
        (let ((token *tok*))
          (advance!)
          (loop (cons (quoted-bytes token) parts) (or wide? (wide-text? token))))
        (let ((units (apply append (reverse parts))))
          (if wide?
              (values (append-map (lambda (unit) (integer->bytes unit 4)) units) long-type)
              (values units char-type))))))

;; equal strings share their bytes
(define *strings* '())
(define *string-table* #f)

(define (string-node bytes unit)
  (let* ((key (list->string (map (lambda (b) (integer->char (logand b 255))) (cons (type-size unit) bytes))))
         (type (array-of unit (+ 1 (quotient (length bytes) (type-size unit)))))
         (entry (or (hash-ref *string-table* key #f)
                    (let ((entry (make-symbol-entry key 'global type (private-label "str") bytes #f 0 #t 'string #f)))
                      (hash-set! *string-table* key entry)
                      (set! *strings* (cons entry *strings*))
                      entry))))
    (var-node entry 0 type)))

(define (string-literal? node)
  (and (op? node 'var) (eq? 'string (entry-state (node-a node)))))

;; constant expression of an integer type, as a value
(define (parse-constant)
  (let* ((token *tok*) (node (rvalue (parse-conditional))))
    (if (not (const? node)) (fail token "expected a constant expression"))
    (node-a node)))

(define (parse-small-constant what)
  (let* ((token *tok*) (value (parse-constant)))
    (if (not (= value (value-low-word value))) (fail token what " is too large"))
    value))
