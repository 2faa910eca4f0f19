;;; declaration.scm : declarations -> types and bound names
;;;
;;;   int (*table[3])(char)   ->  table : array of 3 pointers to function (char) returning int
;;; A declarator is read as (name . wrap), where wrap turns the type of the specifiers into the type
;;; of the name: reading goes from the name outwards, building from the specifiers inwards.
;;; Trap: `unsigned T` where T is a typedef name declares T; a typedef name counts as a type only while
;;; no type has been seen in the same specifiers.

(define type-words
  '(void char short int long float double signed unsigned _Bool struct union enum typeof
    const volatile restrict static extern typedef register auto inline _Noreturn
    __attribute__ __extension__))

(define (install-type-words!)
  (for-each (lambda (word) (hashq-set! type-word-table word #t)) type-words))
(define type-word-table (make-hash-table 67))

;; may this token begin a type name or declaration?
(define (type-starts? token)
  (and (eq? 'ident (token-kind token))
       (let* ((ident (token-value token)) (keyword (ident-keyword ident)))
         (if keyword
             (hashq-ref type-word-table keyword #f)
             (let ((entry (ident-binding ident)))
               (and entry (eq? 'typedef (entry-kind entry))))))))

;; what the specifiers said: type, storage class (or #f), volatile?, inline?, and attributes (packed, align)
(define-record-type specifiers
  (make-specifiers type storage volatile? inline? packed? align)
  specifiers?
  (type specifiers-type set-specifiers-type!)
  (storage specifiers-storage set-specifiers-storage!)
  (volatile? specifiers-volatile? set-specifiers-volatile?!)
  (inline? specifiers-inline? set-specifiers-inline?!)
  (packed? specifiers-packed? set-specifiers-packed?!)
  (align specifiers-align set-specifiers-align!))

;; specifiers := { storage-class | qualifier | type-word | struct | enum | typedef-name | attribute }
(define (parse-specifiers)
  (let ((result (make-specifiers #f #f #f #f #f 1)) (first *tok*))
    (let loop ((words '()))
      (case *mark*
        ((static extern typedef register auto)
         (if (not (eq? *mark* 'auto)) (set-specifiers-storage! result *mark*))
         (advance!) (loop words))
        ((inline _Noreturn)
         (if (eq? *mark* 'inline) (set-specifiers-inline?! result #t))
         (advance!) (loop words))
        ((const restrict __extension__) (advance!) (loop words))
        ((volatile) (set-specifiers-volatile?! result #t) (advance!) (loop words))
        ((void char short int long float double signed unsigned _Bool)
         (let ((word *mark*)) (advance!) (loop (cons word words))))
        ((struct union)
         (let ((keyword *mark*)) (advance!) (set-specifiers-type! result (parse-struct keyword)) (loop words)))
        ((enum) (advance!) (set-specifiers-type! result (parse-enum)) (loop words))
        ((typeof)
         (advance!)
         (expect! 'lparen)
         (set-specifiers-type! result
                               (if (type-starts? *tok*)
                                   (parse-type-name)
                                   (without-uses (lambda () (node-type (parse-expression))))))
         (expect! 'rparen)
         (loop words))
        ((__attribute__) (parse-attributes result) (loop words))
        (else
         (if (and (eq? *mark* 'identifier) (null? words) (not (specifiers-type result))
                  (type-starts? *tok*))
             (begin
               (set-specifiers-type! result (entry-type (ident-binding (token-value *tok*))))
               (advance!)
               (loop words))
             (if (pair? words)
                 (set-specifiers-type! result (type-of-words words first)))))))
    result))

(define (type-of-words words token)
  (define (has? word) (memq word words))
  (let ((longs (length (filter (lambda (w) (eq? w 'long)) words)))
        (unsigned? (has? 'unsigned)))
    (cond ((has? 'void) void-type)
          ((has? '_Bool) bool-type)
          ((has? 'float) float-type)
          ((has? 'double) (if (> longs 0) ldouble-type double-type))
          ((has? 'char) (if unsigned? uchar-type (if (has? 'signed) schar-type char-type)))
          ((has? 'short) (if unsigned? ushort-type short-type))
          ((= longs 2) (if unsigned? ullong-type llong-type))
          ((= longs 1) (if unsigned? ulong-type long-type))
          ((> longs 2) (fail token "too many 'long'"))
          (else (if unsigned? uint-type int-type)))))

;; attribute := "__attribute__" "((" { word [ "(" ... ")" ] } "))"     packed and aligned matter; those
;; that change what code must do are refused, the others are hints
(define (parse-attributes result)
  (if (eq? *mark* '__attribute__)
      (begin
        (advance!)
        (expect! 'lparen)
        (expect! 'lparen)
        (let loop ()
          (cond
           ((accept? 'rparen) (expect! 'rparen))
           ((accept? 'comma) (loop))
           (else
            (let ((word (spelling *tok*)))
              (advance!)
              (cond
               ((member word '("packed" "__packed__")) (set-specifiers-packed?! result #t))
               ((member word '("aligned" "__aligned__"))
                (set-specifiers-align! result
                                       (if (accept? 'lparen)
                                           (let ((n (parse-small-constant "the alignment")))
                                             (expect! 'rparen)
                                             n)
                                           16)))
               ((member word '("vector_size" "__vector_size__" "mode" "__mode__" "alias" "regparm" "stdcall" "fastcall"
                                "constructor" "__constructor__" "destructor" "__destructor__" "cleanup" "__cleanup__"))
                (fail *tok* "the attribute '" word "' is not supported"))
               ((eq? *mark* 'lparen) (skip-parentheses))))
            (loop))))
        (parse-attributes result))))

(define (skip-parentheses)
  (expect! 'lparen)
  (let loop ((depth 1))
    (let ((mark *mark*))
      (if (eq? mark 'eof) (fail *tok* "unexpected end of file"))
      (advance!)
      (case mark
        ((lparen) (loop (+ depth 1)))
        ((rparen) (if (> depth 1) (loop (- depth 1))))
        (else (loop depth))))))

(define (no-attributes) (make-specifiers #f #f #f #f #f 1))

;; asm("name") and attributes after a declarator
(define (skip-declarator-suffix)
  (let ((found (no-attributes)))
    (let loop ()
      (case *mark*
        ((__attribute__) (parse-attributes found) (loop))
        ((asm) (advance!) (skip-parentheses) (loop))))
    found))

(define (specified-type specifiers)
  (or (specifiers-type specifiers) int-type))

;; type-name := specifiers abstract-declarator
(define (parse-type-name)
  (let* ((token *tok*) (specifiers (parse-specifiers)))
    (if (not (specifiers-type specifiers)) (fail token "expected a type"))
    ((cdr (parse-declarator)) (specifiers-type specifiers))))

;; declarator := { "*" { qualifier } } direct        -> (name-token-or-#f . wrap)
(define (parse-declarator)
  (cond
   ((eq? *mark* '*)
    (advance!)
    (skip-qualifiers)
    (let ((inner (parse-declarator)))
      (cons (car inner) (lambda (type) ((cdr inner) (pointer-to type))))))
   ((eq? *mark* '__attribute__) (parse-attributes (no-attributes)) (parse-declarator))
   (else (parse-direct-declarator))))

(define (skip-qualifiers)
  (if (memq *mark* '(const volatile restrict __attribute__ __extension__))
      (begin
        (if (eq? *mark* '__attribute__) (parse-attributes (no-attributes)) (advance!))
        (skip-qualifiers))))

;; direct := ( name | "(" declarator ")" | nothing ) { "[" constant "]" | "(" parameters ")" }
(define (parse-direct-declarator)
  (let ((inner (cond
                ((eq? *mark* 'identifier)
                 (let ((token *tok*)) (advance!) (cons token (lambda (type) type))))
                ((and (eq? *mark* 'lparen) (nested-declarator?))
                 (advance!)
                 (let ((inner (parse-declarator)))
                   (expect! 'rparen)
                   inner))
                (else (cons #f (lambda (type) type))))))
    (let ((suffix (parse-suffixes)))
      (cons (car inner) (lambda (type) ((cdr inner) (suffix type)))))))

;; "(" opens a nested declarator unless parameters or ")" follow
(define (nested-declarator?)
  (let ((mark (peek-mark)))
    (and (not (eq? mark 'rparen))
         (or (memq mark '(* lparen lbracket __attribute__))
             (not (type-starts? *ahead*))))))

(define (parse-suffixes)
  (case *mark*
    ((lbracket)
     (let ((token *tok*))
       (advance!)
       (let skip () (if (memq *mark* '(static const restrict volatile)) (begin (advance!) (skip))))
       (let ((count (if (eq? *mark* 'rbracket) #f (parse-small-constant "the size of an array"))))
         (expect! 'rbracket)
         (if (and count (< count 0)) (fail token "the size of an array is negative"))
         (let ((rest (parse-suffixes)))
           (lambda (type)
             (let ((element (rest type)))
               (if (not (complete? element)) (fail token "the elements of this array have no known size"))
               (array-of element count)))))))
    ((lparen)
     (advance!)
     (let* ((parameters (parse-parameters)) (rest (parse-suffixes)))
       (lambda (type)
         (let ((function (function-type (rest type) (map cdr (car parameters)) (cdr parameters))))
           (set! *last-parameters* (cons function (car parameters)))
           function))))
    (else (lambda (type) type))))

;; names of the function type built last, for a definition: (type (name-token . type) ...)
(define *last-parameters* '(#f))

;; parameters := [ "void" | parameter { "," parameter } [ "," "..." ] | name { "," name } ] ")"
;; -> (((name . type) ...) . style)
(define (parse-parameters)
  (cond
   ((accept? 'rparen) (cons '() 'old))
   ((and (eq? *mark* 'void) (eq? (peek-mark) 'rparen)) (advance!) (advance!) (cons '() #f))
   ((and (eq? *mark* 'identifier) (not (type-starts? *tok*))) (parse-old-names))
   (else
    (let loop ((parameters '()))
      (if (accept? 'ellipsis)
          (begin (expect! 'rparen) (cons (reverse parameters) 'variadic))
          (let* ((token *tok*)
                 (specifiers (parse-specifiers)))
            (if (not (specifiers-type specifiers)) (fail token "expected the type of a parameter"))
            (let* ((declarator (parse-declarator))
                   (type (parameter-type ((cdr declarator) (specifiers-type specifiers))))
                   (parameters (cons (cons (car declarator) type) parameters)))
              (skip-declarator-suffix)
              (if (accept? 'comma)
                  (loop parameters)
                  (begin (expect! 'rparen) (cons (reverse parameters) #f))))))))))

(define (parameter-type type)
  (cond ((array? type) (pointer-to (type-base type)))
        ((function? type) (pointer-to type))
        (else type)))

(define (parse-old-names)
  (let loop ((names '()))
    (let ((token *tok*))
      (expect-identifier)
      (if (accept? 'comma)
          (loop (cons (cons token int-type) names))
          (begin (expect! 'rparen)
                 (cons (reverse (cons (cons token int-type) names)) 'old))))))

;;; struct, union, enum

;; struct := ("struct"|"union") [ name ] [ "{" { member-declaration } "}" ]
(define (parse-struct keyword)
  (let* ((attributes (no-attributes))
         (name (begin (parse-attributes attributes) (and (eq? *mark* 'identifier) (expect-identifier)))))
    (if (eq? *mark* 'lbrace)
        (let ((type (struct-to-define name keyword)))
          (advance!)
          (let ((fields (parse-members)))
            (parse-attributes attributes)
            (lay-out! type fields (specifiers-packed? attributes) (specifiers-align attributes))
            type))
        (let ((known (and name (ident-tag name))))
          (cond ((and known (not (eq? *mark* 'semi))) (car known))
                ((and known (= (cdr known) *depth*)) (car known))
                ((not name) (fail *tok* "expected the name or the members of a " keyword))
                (else (let ((type (new-struct keyword)))
                        (bind-tag! name type)
                        type)))))))

(define (new-struct keyword) (make-type 'struct 0 1 #f #f #f keyword))

(define (struct-to-define name keyword)
  (let ((known (and name (ident-tag name))))
    (if (and known (= (cdr known) *depth*))
        (begin
          (if (type-parts (car known)) (fail *tok* "'" (ident-name name) "' is defined twice"))
          (car known))
        (let ((type (new-struct keyword)))
          (if name (bind-tag! name type))
          type))))

;; members := { specifiers declarator [ ":" width ] { "," ... } ";" } "}"
(define (parse-members)
  (let loop ((fields '()))
    (cond
     ((accept? 'rbrace) (reverse fields))
     ((accept? 'semi) (loop fields))
     ((eq? *mark* '_Static_assert) (parse-static-assert) (loop fields))
     (else
      (let* ((token *tok*) (specifiers (parse-specifiers)) (base (specifiers-type specifiers)))
        (if (not base) (fail token "expected the type of a member"))
        (if (and (eq? *mark* 'semi) (struct? base))
            (begin (advance!)
                   (loop (cons (list #f base #f (specifiers-align specifiers)) fields)))
            (let declarators ((fields fields))
              (let ((fields (cons (parse-member base specifiers) fields)))
                (if (accept? 'comma)
                    (declarators fields)
                    (begin (expect! 'semi) (loop fields)))))))))))

(define (parse-member base specifiers)
  (let* ((token *tok*)
         (declarator (if (eq? *mark* ':) (cons #f (lambda (type) type)) (parse-declarator)))
         (type ((cdr declarator) base))
         (bits (and (accept? ':) (parse-small-constant "the width of a bit-field")))
         (suffix (skip-declarator-suffix)))
    (if (and bits (not (integer? type))) (fail token "a bit-field must be an integer"))
    (if (and bits (or (< bits 0) (> bits (* 8 (type-size type)))))
        (fail token "the width of this bit-field does not fit its type"))
    (if (function? type) (fail token "a member cannot be a function"))
    (if (and (not (complete? type)) (not (array? type)))
        (fail token "the type of this member is not complete"))
    (list (and (car declarator) (token-value (car declarator))) type bits
          (max (specifiers-align specifiers) (specifiers-align suffix)))))

;; enum := "enum" [ name ] [ "{" name [ "=" constant ] { "," ... } [ "," ] "}" ]
(define (parse-enum)
  (parse-attributes (no-attributes))
  (let ((name (and (eq? *mark* 'identifier) (expect-identifier))))
    (if (accept? 'lbrace)
        (let loop ((next 0) (type uint-type))
          (if (accept? 'rbrace)
              (begin
                (parse-attributes (no-attributes))
                (if name (bind-tag! name type))
                type)
              (let* ((token *tok*)
                     (ident (expect-identifier))
                     (value (if (accept? '=) (parse-constant) next)))
                (bind! ident (make-symbol-entry (ident-name ident) 'enum (enumerator-type value)
                                                #f value #f 0 #f #f token))
                (if (not (accept? 'comma))
                    (if (not (eq? *mark* 'rbrace)) (expect! 'comma)))
                (loop (value+ value 1)
                      (cond ((or (wide? type) (wide? (enumerator-type value))) llong-type)
                            ((negative? value) int-type)
                            (else type))))))
        (let ((known (and name (ident-tag name))))
          (cond (known (car known))
                (name int-type)
                (else (fail *tok* "expected the name or the constants of an enum")))))))

;; beyond 32 bits, as gcc extends C
(define (enumerator-type value)
  (cond ((= value (value-low-word value)) int-type)
        ((fits? value 32) uint-type)
        (else llong-type)))

;; "_Static_assert" "(" constant [ "," string ] ")" ";"
(define (parse-static-assert)
  (let ((token *tok*))
    (advance!)
    (expect! 'lparen)
    (let ((value (parse-constant)))
      (let ((text (if (accept? 'comma) (spelling *tok*) "")))
        (accept? 'string)
        (expect! 'rparen)
        (expect! 'semi)
        (if (zero? value) (fail token "static assertion failed: " text))))))

;;; Globals

(define *globals* '())                   ; entries to lay out at the end, newest first

;; binds a name with static storage, seen by the linker under its own name or a private one
(define (declare-global ident type state token) (declare-labelled ident (ident-name ident) type state token))
(define (declare-static ident type state token)
  (declare-labelled ident (private-label (ident-name ident)) type state token))

(define (declare-labelled ident label type state token)
  (let ((entry (make-symbol-entry (ident-name ident) (if (function? type) 'function 'global) type
                                  label #f #f 0 #t state token)))
    (bind! ident entry)
    (set! *globals* (cons entry *globals*))
    entry))

;; a declaration at file level, or an extern or function one inside a block
(define (declare-object ident type storage token)
  (let* ((old (find-linked ident))
         (state (if (or (eq? storage 'extern) (function? type)) 'extern 'tentative)))
    (cond
     (old
      (if (not (memq (entry-kind old) '(global function)))
          (fail token "'" (ident-name ident) "' is declared twice"))
      (if (not (same-type? (entry-type old) type))
          (if (not (compatible-enough? (entry-type old) type))
              (fail token "'" (ident-name ident) "' was declared before with another type")))
      (if (or (not (complete? (entry-type old)))
              (and (function? type) (not (eq? 'old (type-extra type)))))
          (if (or (complete? type) (function? type)) (set-entry-type! old type)))
      (if (and (eq? state 'tentative) (eq? 'extern (entry-state old))) (set-entry-state! old state))
      (if (not (eq? old (ident-binding ident))) (bind! ident old))
      old)
     ((eq? storage 'static) (declare-static ident type state token))
     (else (let ((entry (declare-global ident type state token)))
             (hashq-set! *linked* (string->symbol (ident-name ident)) entry)
             entry)))))

;; names with external linkage declared anywhere in the unit
(define *linked* #f)
(define (find-linked ident)
  (let ((here (ident-binding ident)))
    (if (and here (memq (entry-kind here) '(global function)))
        here
        (if (and here (= *depth* 0))
            here
            (hashq-ref *linked* (string->symbol (ident-name ident)) #f)))))

;; int against enum or long, differing parameter spellings: accepted as field compilers do in headers
(define (compatible-enough? a b)
  (and (eq? (type-kind a) (type-kind b))
       (case (type-kind a)
         ((int) (and (= (type-size a) (type-size b)) (eq? (type-unsigned? a) (type-unsigned? b))))
         ((ptr) (compatible-enough? (type-base a) (type-base b)))
         ((func) (compatible-enough? (type-base a) (type-base b)))
         ((void) #t)
         ((array) (compatible-enough? (type-base a) (type-base b)))
         ((struct float bool) (eq? a b))
         (else #f))))
