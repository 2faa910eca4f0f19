;;; scope.scm : the parser's view of the tokens, and the names in scope
;;;
;;; *tok* is the current token and *mark* what the grammar calls it: a punctuator or keyword as a
;;; symbol, or identifier, number, char, string, eof.
;;; A scope is the list of what has to be put back when it ends; the bindings themselves are fields of
;;; the identifiers, so looking one up costs nothing.

(define *tok* #f)
(define *mark* #f)
(define *ahead* #f)

(define keywords
  '("auto" "break" "case" "char" "const" "continue" "default" "do" "double" "else" "enum" "extern"
    "float" "for" "goto" "if" "inline" "int" "long" "register" "restrict" "return" "short" "signed"
    "sizeof" "static" "struct" "switch" "typedef" "union" "unsigned" "void" "volatile" "while"
    "_Bool" "_Static_assert" "_Noreturn" "_Alignof" "asm" "typeof"
    "__attribute__" "__extension__" "__func__"))

(define keyword-spellings
  '(("__inline" . inline) ("__inline__" . inline) ("__const" . const) ("__const__" . const)
    ("__volatile" . volatile) ("__volatile__" . volatile) ("__restrict" . restrict)
    ("__restrict__" . restrict) ("__signed__" . signed) ("__asm__" . asm) ("__asm" . asm)
    ("__attribute" . __attribute__) ("__alignof__" . _Alignof) ("__alignof" . _Alignof)
    ("__typeof__" . typeof) ("__typeof" . typeof) ("__FUNCTION__" . __func__) ("__PRETTY_FUNCTION__" . __func__)))

(define (install-keywords!)
  (for-each (lambda (word) (set-ident-keyword! (intern word) (string->symbol word))) keywords)
  (for-each (lambda (pair) (set-ident-keyword! (intern (car pair)) (cdr pair))) keyword-spellings))

(define (mark-of token)
  (let ((kind (token-kind token)))
    (case kind
      ((punct) (token-value token))
      ((ident) (or (ident-keyword (token-value token)) 'identifier))
      ((other) (fail token "unexpected character '" (token-value token) "'"))
      (else kind))))

(define (advance!)
  (set! *tok* (or *ahead* (expanded-token)))
  (set! *ahead* #f)
  (set! *mark* (mark-of *tok*)))

(define (peek-mark)
  (if (not *ahead*) (set! *ahead* (expanded-token)))
  (mark-of *ahead*))

(define (accept? mark)
  (and (eq? *mark* mark)
       (begin (advance!) #t)))

(define (expect! mark)
  (if (eq? *mark* mark)
      (advance!)
      (fail *tok* "expected '" (mark->string mark) "' but found '" (spelling *tok*) "'")))

(define (mark->string mark)
  (let ((entry (assq mark punctuator-spellings)))
    (if entry (cdr entry) (symbol->string mark))))

(define (expect-identifier)
  (if (not (eq? *mark* 'identifier))
      (fail *tok* "expected a name but found '" (spelling *tok*) "'"))
  (let ((ident (token-value *tok*)))
    (advance!)
    ident))

;;; Scopes

(define *scope* #f)                      ; list of procedures' data: (ident binding) or (ident . tag)
(define *depth* 0)

(define (enter-scope!)
  (set! *depth* (+ *depth* 1))
  (set! *scope* (cons '() *scope*)))

(define (leave-scope!)
  (for-each (lambda (undo)
              (if (eq? (car undo) 'tag)
                  (set-ident-tag! (cadr undo) (cddr undo))
                  (set-ident-binding! (cadr undo) (cddr undo))))
            (car *scope*))
  (set! *depth* (- *depth* 1))
  (set! *scope* (cdr *scope*)))

(define (bind! ident entry)
  (if (> *depth* 0)
      (set-car! *scope* (cons (cons 'name (cons ident (ident-binding ident))) (car *scope*))))
  (set-ident-binding! ident entry))

;; a tag is (type . depth)
(define (bind-tag! ident type)
  (if (> *depth* 0)
      (set-car! *scope* (cons (cons 'tag (cons ident (ident-tag ident))) (car *scope*))))
  (set-ident-tag! ident (cons type *depth*)))

;; was the name bound in the innermost scope?
(define (bound-here? ident)
  (if (= *depth* 0)
      (ident-binding ident)
      (any (lambda (undo) (and (eq? (cadr undo) ident) (eq? 'name (car undo)))) (car *scope*))))

;;; The function being compiled

(define *frame-size* 0)                  ; bytes of locals in use
(define *frame-peak* 0)
(define *locals* '())                    ; entries that may live in registers
(define *function* #f)                   ; its symbol entry
(define *unit* "")                       ; suffix of names private to this unit

(define *label-count* 0)
(define (new-label)
  (set! *label-count* (+ *label-count* 1))
  *label-count*)

(define (private-label stem)
  (string-append stem "." (number->string (new-label)) *unit*))

(define (allocate-local! type)
  (set! *frame-size* (round-up (+ *frame-size* (type-size type)) 4))
  (set! *frame-peak* (max *frame-peak* *frame-size*))
  (- *frame-size*))

(define (new-local name type token)
  (let ((entry (make-symbol-entry name 'local type #f (allocate-local! type) #f 0 #f #f token)))
    (set! *locals* (cons entry *locals*))
    entry))

(define (new-temporary type) (new-local "temporary" type #f))
