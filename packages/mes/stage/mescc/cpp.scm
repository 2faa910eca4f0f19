;;; cpp.scm : preprocessing tokens -> tokens without directives and macros
;;;
;;;   #define TWICE(x) ((x)+(x))
;;;   TWICE(3)                      ->  ( ( 3 ) + ( 3 ) )
;;; Tokens come from a stack of inputs: included files below, expansions above.  While the tokens of
;;; an expansion are being read its macro is disabled; its name met then is frozen and never expands
;;; again, also when it is read a second time later.
;;; Trap: an argument is expanded alone, with nothing behind it, but only if it is used other than
;;; beside # and ##.

(define-record-type macro
  (make-macro name parameters variadic? body disabled?)
  macro?
  (name macro-name)
  (parameters macro-parameters)          ; idents, or #f for an object-like macro
  (variadic? macro-variadic?)
  (body macro-body)                      ; tokens, or a procedure for __LINE__ and its like
  (disabled? macro-disabled? set-macro-disabled?!))

;; Inputs, innermost first: a source, or (tokens . macro) with macro or #f, or the barrier 'end.
(define *inputs* '())
(define *current-source* #f)
(define *include-directories* '())
(define *once-files* '())

(define (push-tokens! tokens macro)
  (set! *inputs* (cons (cons tokens macro) *inputs*)))

(define (push-source! source)
  (set! *inputs* (cons source *inputs*))
  (set! *current-source* source))

(define end-token (make-token 'eof #f #f #f 0 0 #f))

;; next token, not expanded; directives are obeyed on the way
(define (raw-token)
  (let ((input (if (null? *inputs*) 'end (car *inputs*))))
    (cond
     ((pair? input)
      (let ((tokens (car input)))
        (if (pair? tokens)
            (begin (set-car! input (cdr tokens))
                   (car tokens))
            (begin
              (if (cdr input) (set-macro-disabled?! (cdr input) #f))
              (set! *inputs* (cdr *inputs*))
              (raw-token)))))
     ((eq? input 'end) end-token)
     (else (raw-file-token input)))))

(define (raw-file-token source)
  (let* ((token (lex source)) (kind (token-kind token)))
    (cond
     ((and (eq? kind 'punct) (eq? (token-value token) 'hash) (source-at-start? source)
           (not *in-directive*))
      (directive source token)
      (set-source-at-start?! source #t)
      (raw-token))
     ((eq? kind 'eof)
      (if (pair? (source-conditions source))
          (fail (cdar (source-conditions source)) "this conditional has no #endif"))
      (set! *inputs* (cdr *inputs*))
      (if (null? *inputs*)
          (begin (set! *inputs* (list source)) token)
          (begin (set! *current-source* (car *inputs*))
                 (raw-token))))
     (else
      (set-source-at-start?! source #f)
      token))))

;; next token after expansion
(define (expanded-token)
  (let ((token (raw-token)))
    (if (eq? (token-kind token) 'ident)
        (let ((macro (ident-macro (token-value token))))
          (cond ((not macro) token)
                ((token-frozen? token) token)
                ((macro-disabled? macro) (freeze token))
                ((expand macro token) (expanded-token))
                (else token)))
        token)))

(define (freeze token)
  (make-token 'ident (token-value token) (token-space? token)
              (token-source token) (token-line token) (token-column token) #t))

;; Pushes the expansion; #f when a function-like macro is not called here.
(define (expand macro token)
  (cond
   ((procedure? (macro-body macro))
    (push-tokens! (list ((macro-body macro) token)) #f)
    #t)
   ((not (macro-parameters macro))
    (push-expansion! macro token (substitute macro '())))
   (else
    (let ((next (raw-token)))
      (if (and (eq? (token-kind next) 'punct) (eq? (token-value next) 'lparen))
          (push-expansion! macro token (substitute macro (read-arguments macro token)))
          (begin (if (not (eq? (token-kind next) 'eof)) (push-tokens! (list next) #f))
                 #f))))))

(define (push-expansion! macro name tokens)
  (set-macro-disabled?! macro #t)
  (push-tokens! (if (null? tokens)
                    tokens
                    (cons (respace (car tokens) (token-space? name)) (cdr tokens)))
                macro)
  #t)

(define (respace token space?)
  (if (eq? space? (token-space? token))
      token
      (make-token (token-kind token) (token-value token) space?
                  (token-source token) (token-line token) (token-column token) (token-frozen? token))))

;; arguments := [ tokens { "," tokens } ] ")"      each a list of raw tokens, commas in () kept
(define (read-arguments macro name)
  (let* ((count (length (macro-parameters macro)))
         (last (- count 1)))
    (let loop ((depth 0) (tokens '()) (arguments '()) (n 0))
      (let* ((token (raw-token))
             (value (and (eq? (token-kind token) 'punct) (token-value token))))
        (cond
         ((memq (token-kind token) '(eof newline)) (fail name "the call of macro '" (macro-name macro) "' is not closed"))
         ((and (eq? value 'rparen) (= depth 0))
          (check-arguments macro name (reverse (cons (reverse tokens) arguments)) count))
         ((and (eq? value 'comma) (= depth 0) (not (and (macro-variadic? macro) (>= n last))))
          (loop depth '() (cons (reverse tokens) arguments) (+ n 1)))
         (else
          (loop (case value ((lparen) (+ depth 1)) ((rparen) (- depth 1)) (else depth))
                (cons token tokens) arguments n)))))))

(define (check-arguments macro name arguments count)
  (cond
   ((= (length arguments) count) arguments)
   ((and (= count 0) (null? (car arguments))) '())
   ((and (macro-variadic? macro) (= (length arguments) (- count 1))) (append arguments '(missing)))
   (else (fail name "macro '" (macro-name macro) "' takes " count " arguments, here are "
               (length arguments)))))

;; an argument in its two forms: raw tokens, and expanded when first wanted
(define (make-argument raw) (cons (if (eq? raw 'missing) '() raw) #f))
(define (argument-expanded argument)
  (if (not (cdr argument)) (set-cdr! argument (list (expand-alone (car argument)))))
  (cadr argument))

(define (expand-alone tokens)
  (let ((saved *inputs*))
    (set! *inputs* (list (cons tokens #f) 'end))
    (let loop ((result '()))
      (let ((token (expanded-token)))
        (if (eq? (token-kind token) 'eof)
            (begin (set! *inputs* saved)
                   (reverse result))
            (loop (cons token result)))))))

(define (punct? token value)
  (and (eq? (token-kind token) 'punct) (eq? (token-value token) value)))

;; the body with parameters replaced, # and ## done
(define (substitute macro raw-arguments)
  (let ((bindings (if (null? raw-arguments)
                      '()
                      (map (lambda (parameter raw) (cons parameter (make-argument raw)))
                           (macro-parameters macro) raw-arguments))))
    (define (argument-of token)
      (and (eq? (token-kind token) 'ident)
           (let ((binding (assq (token-value token) bindings)))
             (and binding (cdr binding)))))
    ;; done holds the result reversed; the mark `gap` stands for an empty argument beside ##
    (let loop ((body (macro-body macro)) (done '()))
      (if (null? body)
          (reverse (delete-gaps done))
          (let* ((token (car body)) (rest (cdr body)) (argument (argument-of token)))
            (cond
             ((and (punct? token 'hash) (macro-parameters macro) (pair? rest) (argument-of (car rest)))
              => (lambda (argument)
                   (loop (cdr rest) (cons (stringify (car argument) token) done))))
             ((and (punct? token 'hash-hash) (pair? done) (pair? rest))
              (let* ((right (car rest))
                     (argument (argument-of right))
                     (tokens (cond ((not argument) (list right))
                                   ((null? (car argument)) '(gap))
                                   (else (car argument)))))
                (if (and argument (not (eq? (car done) 'gap)) (punct? (car done) 'comma)
                         (macro-variadic? macro) (eq? (token-value right) (last (macro-parameters macro))))
                    ;; GNU: , ## __VA_ARGS__ loses the comma when there are none
                    (loop (cdr rest)
                          (if (eq? (car tokens) 'gap)
                              (cdr done)
                              (append-reverse (argument-expanded argument) done)))
                    (loop (cdr rest)
                          (append-reverse (cdr tokens)
                                          (cons (paste (car done) (car tokens) token) (cdr done)))))))
             (argument
              (if (and (pair? rest) (punct? (car rest) 'hash-hash))
                  (loop rest (if (null? (car argument))
                                 (cons 'gap done)
                                 (append-reverse (first-respaced (car argument) token) done)))
                  (loop rest (append-reverse (first-respaced (argument-expanded argument) token) done))))
             (else (loop rest (cons token done)))))))))

(define (first-respaced tokens like)
  (if (null? tokens)
      tokens
      (cons (respace (car tokens) (token-space? like)) (cdr tokens))))

(define (delete-gaps tokens)
  (if (memq 'gap tokens) (filter (lambda (token) (not (eq? token 'gap))) tokens) tokens))

(define (paste left right operator)
  (cond
   ((eq? left 'gap) right)
   ((eq? right 'gap) left)
   (else
    (let* ((text (string-append (spelling left) (spelling right)))
           (source (new-source (source-name (token-source operator)) text))
           (token (lex source)))
      (if (not (>= (source-position source) (string-length text)))
          (fail operator "pasting '" (spelling left) "' and '" (spelling right)
                "' does not give one token"))
      (make-token (token-kind token) (token-value token) (token-space? left)
                  (token-source left) (token-line left) (token-column left) #f)))))

;; #x : the argument as written, single spaces, quotes and backslashes inside strings escaped
(define (stringify tokens operator)
  (make-token 'string
              (string-append
               "\""
               (apply string-append
                      (let loop ((tokens tokens) (first? #t))
                        (if (null? tokens)
                            '()
                            (let ((text (spelling (car tokens))))
                              (cons (string-append
                                     (if (and (not first?) (token-space? (car tokens))) " " "")
                                     (if (memq (token-kind (car tokens)) '(string char)) (escape text) text))
                                    (loop (cdr tokens) #f))))))
               "\"")
              (token-space? operator)
              (token-source operator) (token-line operator) (token-column operator) #f))

(define (escape text)
  (apply string-append
         (map (lambda (c)
                (if (memv c '(#\" #\\)) (string #\\ c) (string c)))
              (string->list text))))

;;; Directives

(define (directive source hash)
  (set! *in-directive* #t)
  (let* ((token (raw-token))
         (name (and (eq? (token-kind token) 'ident) (string->symbol (ident-name (token-value token))))))
    (case name
      ((define) (define-directive) (finish-directive))
      ((include) (include-directive token))
      ((if) (conditional source token (if-condition token)))
      ((ifdef) (conditional source token (ident-macro (macro-name-token))))
      ((ifndef) (conditional source token (not (ident-macro (macro-name-token)))))
      ((elif else) (end-of-group source token name))
      ((endif)
       (if (null? (source-conditions source)) (fail token "#endif without #if"))
       (set-source-conditions! source (cdr (source-conditions source)))
       (skip-rest-of-line)
       (finish-directive))
      ((undef) (set-ident-macro! (macro-name-token) #f) (finish-directive))
      ((error) (fail token "#error" (rest-of-line-text)))
      ((warning) (warn token "#warning" (rest-of-line-text)) (finish-directive))
      ((line) (line-directive source token (rest-of-line)))
      ((pragma) (pragma-directive source) (finish-directive))
      ((ident) (skip-rest-of-line) (finish-directive))
      (else
       (cond ((eq? (token-kind token) 'newline) (finish-directive))
             ((eq? (token-kind token) 'number) (line-directive source token (cons token (rest-of-line))))
             (else (fail token "#" (spelling token) " is not a directive")))))))

(define (finish-directive)
  (skip-rest-of-line)
  (set! *in-directive* #f))

(define (skip-rest-of-line)
  (let loop ()
    (if (not (memq (token-kind (raw-token)) '(newline eof))) (loop))))

(define (rest-of-line)
  (let loop ((tokens '()))
    (let ((token (raw-token)))
      (if (memq (token-kind token) '(newline eof))
          (reverse tokens)
          (loop (cons token tokens))))))

(define (rest-of-line-text)
  (apply string-append (map (lambda (token) (string-append (if (token-space? token) " " "") (spelling token)))
                            (rest-of-line))))

(define (macro-name-token)
  (let ((token (raw-token)))
    (if (not (eq? (token-kind token) 'ident)) (fail token "expected a macro name"))
    (token-value token)))

;; #define name body | #define name( parameters ) body       "(" directly after the name
(define (define-directive)
  (let* ((name (macro-name-token))
         (next (raw-token)))
    (cond
     ((and (punct? next 'lparen) (not (token-space? next)))
      (read-parameters
       (lambda (parameters variadic?)
         (define-macro! name parameters variadic? (rest-of-line)))))
     ((eq? (token-kind next) 'newline)
      (define-macro! name #f #f '()))
     (else
      (define-macro! name #f #f (cons next (rest-of-line)))))))

(define (define-macro! name parameters variadic? body)
  (set-ident-macro! name (make-macro (ident-name name) parameters variadic? body #f)))

(define (read-parameters receive)
  (let loop ((parameters '()))
    (let ((token (raw-token)))
      (cond
       ((eq? (token-kind token) 'ident)
        (let ((next (raw-token)))
          (cond ((punct? next 'comma) (loop (cons (token-value token) parameters)))
                ((punct? next 'rparen) (receive (reverse (cons (token-value token) parameters)) #f))
                ((punct? next 'ellipsis)
                 (raw-token)
                 (receive (reverse (cons (token-value token) parameters)) #t))
                (else (fail next "expected , or ) in the parameter list of a macro")))))
       ((punct? token 'rparen) (receive (reverse parameters) #f))
       ((punct? token 'ellipsis)
        (raw-token)
        (receive (reverse (cons (intern "__VA_ARGS__") parameters)) #t))
       (else (fail token "expected a parameter name"))))))

;; #include "name" | <name> | macro giving one of them
(define (include-directive directive)
  (let* ((source *current-source*)
         (text (source-text source))
         (start (let skip ((i (source-position source)))
                  (if (memv (string-ref text i) '(#\space #\tab)) (skip (+ i 1)) i)))
         (open (string-ref text start))
         (close (cond ((char=? open #\<) #\>) ((char=? open #\") #\") (else #f)))
         (end (and close (string-position text close (+ start 1)))))
    (if end
        (let ((name (substring text (+ start 1) end)))
          (set-source-position! source (+ end 1))
          (skip-rest-of-line)
          (set! *in-directive* #f)
          (include-file name (char=? open #\") directive))
        (let ((spelled (apply string-append (map spelling (expand-alone (rest-of-line))))))
          (set! *in-directive* #f)
          (if (< (string-length spelled) 3) (fail directive "#include expects \"file\" or <file>"))
          (include-file (substring spelled 1 (- (string-length spelled) 1))
                        (char=? (string-ref spelled 0) #\") directive)))))

(define (directory-of name)
  (let ((slash (string-last-position name #\/)))
    (if slash (substring name 0 (+ slash 1)) "")))

(define (include-file name quoted? token)
  (let* ((beside (string-append (directory-of (source-name *current-source*)) name))
         (path (cond ((char=? (string-ref name 0) #\/) (and (file-readable? name) name))
                     ((and quoted? (file-readable? beside)) beside)
                     (else (find-include name *include-directories*)))))
    (cond ((not path) (fail token "cannot find the file " name))
          ((member path *once-files*) #t)
          ((> (length *inputs*) 200) (fail token "#include is nested too deeply"))
          (else (push-source! (new-source path (read-file-once path)))))))

(define (find-include name directories)
  (if (null? directories)
      #f
      (let ((path (string-append (car directories) "/" name)))
        (if (file-readable? path) path (find-include name (cdr directories))))))

;; headers are often read again for other definitions of their macros
(define file-texts '())
(define (read-file-once path)
  (let ((known (assoc path file-texts)))
    (if known
        (cdr known)
        (let ((text (read-whole-file path)))
          (set! file-texts (cons (cons path text) file-texts))
          text))))

;; #line 7 "name", or # 7 "name" 1 as another preprocessor has left it
(define (line-directive source token tokens)
  (let ((tokens (expand-alone tokens)))
    (if (or (null? tokens) (not (eq? 'number (token-kind (car tokens)))))
        (fail token "#line expects a number"))
    (set-source-line-shift! source (- (string->number (token-value (car tokens))) (source-line source) 1))
    (if (pair? (cdr tokens))
        (let ((name (token-value (cadr tokens))))
          (set-source-name! source (substring name 1 (- (string-length name) 1)))))
    (set! *in-directive* #f)))

;; once, and pack: the largest alignment of members; others say nothing to this compiler
(define (pragma-directive source)
  (let* ((tokens (rest-of-line)) (word (if (pair? tokens) (spelling (car tokens)) "")))
    (cond ((string=? word "once") (set! *once-files* (cons (source-name source) *once-files*)))
          ((string=? word "pack") (for-each (pack-directive (length tokens)) (cdr tokens))))))

;; pack(4), pack(push), pack(push, 4), pack(pop); pack() as without
(define (pack-directive length)
  (lambda (token)
    (let ((word (spelling token)))
      (cond ((string=? word "push") (set! *pack-stack* (cons *pack* *pack-stack*)))
            ((string=? word "pop")
             (if (null? *pack-stack*) (fail token "this pop has no push"))
             (set! *pack* (car *pack-stack*))
             (set! *pack-stack* (cdr *pack-stack*)))
            ((eq? 'number (token-kind token)) (set! *pack* (string->number word)))
            ((= length 3) (set! *pack* #f))))))

;;; Conditionals.  source-conditions : ((taken? . token-of-#if) ...)

(define (conditional source token condition)
  (set-source-conditions! source (cons (cons (and condition #t) token) (source-conditions source)))
  (skip-rest-of-line)
  (set! *in-directive* #f)
  (if (not condition) (skip-group source)))

;; #elif or #else reached after a group that was read: everything up to #endif is skipped
(define (end-of-group source token name)
  (if (null? (source-conditions source)) (fail token "#" name " without #if"))
  (skip-rest-of-line)
  (set! *in-directive* #f)
  (skip-group source))

;; Reads lines only to find the #elif, #else or #endif that ends the group.
(define (skip-group source)
  (let loop ((depth 0))
    (let ((name (next-skipped-directive source)))
      (case name
        ((if ifdef ifndef) (loop (+ depth 1)))
        ((endif)
         (if (= depth 0)
             (begin (set-source-conditions! source (cdr (source-conditions source)))
                    (finish-skipped))
             (loop (- depth 1))))
        ((else elif)
         (let ((condition (car (source-conditions source))))
           (cond ((or (> depth 0) (car condition)) (loop depth))
                 ((or (eq? name 'else) (begin (set! *in-directive* #t) (if-condition (cdr condition))))
                  (set-car! condition #t)
                  (set! *in-directive* #f)
                  (if (eq? name 'else) (finish-skipped)))
                 (else (set! *in-directive* #f) (loop depth)))))
        (else (loop depth))))))

(define (finish-skipped)
  (set! *in-directive* #t)
  (finish-directive))

;; name of the directive on the next line that has one; the position is left behind it
(define (next-skipped-directive source)
  (let ((text (source-text source)))
    (let line ((i (source-position source)))
      (let ((c (string-ref text i)))
        (cond
         ((char=? c #\newline)
          (new-line! source (+ i 1))
          (let start ((i (+ i 1)))
            (let ((c (string-ref text i)))
              (cond ((or (char=? c #\space) (char=? c #\tab)) (start (+ i 1)))
                    ((char=? c #\#)
                     (set-source-position! source (+ i 1))
                     (set! *in-directive* #t)
                     (let ((token (lex source)))
                       (set! *in-directive* #f)
                       (if (eq? (token-kind token) 'ident)
                           (string->symbol (ident-name (token-value token)))
                           #f)))
                    (else (line i))))))
         ((and (char=? c #\/) (char=? (string-ref text (+ i 1)) #\*))
          (line (skip-block-comment source text (+ i 2) i)))
         ((and (char=? c #\/) (char=? (string-ref text (+ i 1)) #\/))
          (line (skip-line-comment source text i)))
         ((or (char=? c #\") (char=? c #\'))
          (line (skip-quoted text (+ i 1) c)))
         ((char=? c #\\)
          (if (char=? (string-ref text (+ i 1)) #\newline)
              (begin (set-source-line! source (+ 1 (source-line source)))
                     (set-source-line-start! source (+ i 2))
                     (line (+ i 2)))
              (line (+ i 1))))
         ((at-end? source i) (fail (cdar (source-conditions source)) "this conditional has no #endif"))
         (else (line (+ i 1))))))))

;; after the closing quote, or at the line end when there is none
(define (skip-quoted text i mark)
  (let ((c (string-ref text i)))
    (cond ((char=? c mark) (+ i 1))
          ((char=? c #\newline) i)
          ((and (char=? c #\\) (not (char=? (string-ref text (+ i 1)) #\newline)))
           (skip-quoted text (+ i 2) mark))
          (else (skip-quoted text (+ i 1) mark)))))

;;; #if expressions, on 64-bit integers.  A result is (value . unsigned?).

(define *if-tokens* '())

(define (if-condition token)
  (set! *if-tokens* (expand-condition (replace-defined (rest-of-line))))
  (if (null? *if-tokens*) (fail token "#if without an expression"))
  (let ((result (if-ternary #t)))
    (if (pair? *if-tokens*) (fail (car *if-tokens*) "unexpected '" (spelling (car *if-tokens*)) "' in #if"))
    (not (zero? (car result)))))

(define (expand-condition tokens)
  (if (any (lambda (token) (and (eq? (token-kind token) 'ident) (ident-macro (token-value token)))) tokens)
      (expand-alone tokens)
      tokens))

;; defined X | defined ( X )  ->  1 or 0
(define (replace-defined tokens)
  (define (answer name like)
    (make-token 'number (if (ident-macro (token-value name)) "1" "0") #t
                (token-source like) (token-line like) (token-column like) #f))
  (let loop ((tokens tokens))
    (cond
     ((null? tokens) '())
     ((and (eq? (token-kind (car tokens)) 'ident)
           (string=? "defined" (ident-name (token-value (car tokens)))))
      (let ((rest (cdr tokens)))
        (cond ((and (pair? rest) (eq? (token-kind (car rest)) 'ident))
               (cons (answer (car rest) (car tokens)) (loop (cdr rest))))
              ((and (pair? rest) (punct? (car rest) 'lparen) (pair? (cdr rest)) (pair? (cddr rest))
                    (eq? (token-kind (cadr rest)) 'ident))
               (cons (answer (cadr rest) (car tokens)) (loop (cdddr rest))))
              (else (fail (car tokens) "'defined' expects a macro name")))))
     (else (cons (car tokens) (loop (cdr tokens)))))))

(define (if-next?  value)
  (and (pair? *if-tokens*) (punct? (car *if-tokens*) value)))
(define (if-skip!) (set! *if-tokens* (cdr *if-tokens*)))

;; ternary := binary [ "?" ternary ":" ternary ]      live? is #f where division by zero may hide
(define (if-ternary live?)
  (let ((test (if-binary 0 live?)))
    (if (if-next? '?)
        (let ((true? (not (zero? (car test)))))
          (if-skip!)
          (let ((yes (if-ternary (and live? true?))))
            (if (not (if-next? ':)) (fail (and (pair? *if-tokens*) (car *if-tokens*)) "expected : in #if"))
            (if-skip!)
            (let ((no (if-ternary (and live? (not true?)))))
              (cons (car (if true? yes no)) (or (cdr yes) (cdr no))))))
        test)))

(define binary-precedence
  '((* . 10) (/ . 10) (% . 10) (+ . 9) (- . 9) (<< . 8) (>> . 8) (< . 7) (> . 7) (<= . 7) (>= . 7)
    (== . 6) (!= . 6) (& . 5) (^ . 4) (bar . 3) (&& . 2) (bar-bar . 1)))

(define (if-binary level live?)
  (let loop ((left (if-unary live?)))
    (let* ((operator (and (pair? *if-tokens*) (eq? 'punct (token-kind (car *if-tokens*))) (car *if-tokens*)))
           (entry (and operator (assq (token-value operator) binary-precedence))))
      (if (and entry (> (cdr entry) level))
          (begin
            (if-skip!)
            (let* ((true? (not (zero? (car left))))
                   (right (if-binary (cdr entry)
                                     (and live? (case (car entry)
                                                  ((&&) true?) ((bar-bar) (not true?)) (else #t))))))
              (loop (if-operate operator (car entry) left right live?))))
          left))))

(define (if-operate token operator left right live?)
  (let ((a (car left)) (b (car right)) (unsigned? (or (cdr left) (cdr right))))
    (define (truth c) (cons (if c 1 0) #f))
    (define (number n) (cons n unsigned?))
    (case operator
      ((*) (number (value* a b)))
      ((/ %)
       (cond ((not (zero? b))
              (number (value-divide (if (eq? operator '/) quotient remainder) a b unsigned?)))
             (live? (fail token "division by zero in #if"))
             (else (number 0))))
      ((+) (number (value+ a b)))
      ((-) (number (value- a b)))
      ((<<) (cons (value-shift-left a (value-byte b 0)) (cdr left)))
      ((>>) (cons (value-shift-right a (min 63 (value-byte b 0)) (cdr left)) (cdr left)))
      ((<) (truth (value<? a b unsigned?)))
      ((>) (truth (value<? b a unsigned?)))
      ((<=) (truth (not (value<? b a unsigned?))))
      ((>=) (truth (not (value<? a b unsigned?))))
      ((==) (truth (= a b)))
      ((!=) (truth (not (= a b))))
      ((&) (number (logand a b)))
      ((^) (number (logxor a b)))
      ((bar) (number (logior a b)))
      ((&&) (truth (and (not (zero? a)) (not (zero? b)))))
      (else (truth (or (not (zero? a)) (not (zero? b))))))))

;; unary := ( "-" | "+" | "!" | "~" ) unary | "(" ternary ")" | number | char | identifier (= 0)
(define (if-unary live?)
  (if (null? *if-tokens*) (fail #f "#if ends in the middle of its expression"))
  (let* ((token (car *if-tokens*)) (kind (token-kind token)))
    (if-skip!)
    (case kind
      ((number) (let ((number (parse-integer token))) (cons (car number) (caddr number))))
      ((char) (cons (char-constant-value token) #f))
      ((ident) (cons 0 #f))
      ((punct)
       (case (token-value token)
         ((-) (let ((v (if-unary live?))) (cons (value-negate (car v)) (cdr v))))
         ((+) (if-unary live?))
         ((!) (cons (if (zero? (car (if-unary live?))) 1 0) #f))
         ((~) (let ((v (if-unary live?))) (cons (lognot (car v)) (cdr v))))
         ((lparen)
          (let ((v (if-ternary live?)))
            (if (not (if-next? 'rparen)) (fail token "this ( is not closed in #if"))
            (if-skip!)
            v))
         (else (fail token "unexpected '" (spelling token) "' in #if"))))
      (else (fail token "unexpected '" (spelling token) "' in #if")))))

;;; Constants: spelling -> value

;; (value size unsigned?) of an integer token; its type is the first of int, unsigned (not for plain
;; decimal), long long, unsigned long long that holds it
(define (parse-integer token)
  (let* ((text (token-value token))
         (end (let loop ((i (string-length text)))
                (if (memv (string-ref text (- i 1)) '(#\u #\U #\l #\L)) (loop (- i 1)) i)))
         (suffix (string-downcase (substring text end (string-length text))))
         (unsigned? (and (string-position suffix #\u 0) #t))
         (long-long? (memq (string->symbol suffix) '(ll ull llu)))
         (base (cond ((or (= end 1) (not (char=? #\0 (string-ref text 0)))) 10)
                     ((memv (string-ref text 1) '(#\x #\X)) 16)
                     ((memv (string-ref text 1) '(#\b #\B)) 2)
                     (else 8)))
         (digits (substring text (case base ((16 2) 2) ((8) 1) (else 0)) end)))
    (if (not (memq (string->symbol suffix) (list (string->symbol "") 'u 'l 'ul 'lu 'll 'ull 'llu)))
        (fail token "'" suffix "' is not a suffix of integers"))
    (let* ((number (or (string->number digits base) (fail token "'" text "' is not a number")))
           (value (if (< number 2^64) (value number) (fail token "this constant does not fit 64 bits"))))
      (cond
       ((and (not long-long?) (not unsigned?) (fits? value 31)) (list value 4 #f))
       ((and (not long-long?) (or unsigned? (not (= base 10))) (fits? value 32)) (list value 4 #t))
       ((and (not unsigned?) (fits? value 63)) (list value 8 #f))
       (else (list value 8 #t))))))

(define (wide-text? token) (char=? #\L (string-ref (token-value token) 0)))

;; characters of a quoted token as byte values; numeric escapes may be wider in L"..." only
(define (quoted-bytes token)
  (let* ((text (token-value token))
         (start (+ 1 (string-position text (if (eq? 'char (token-kind token)) #\' #\") 0)))
         (end (- (string-length text) 1)))
    (let loop ((i start) (bytes '()))
      (if (>= i end)
          (reverse bytes)
          (let ((c (string-ref text i)))
            (if (char=? c #\\)
                (read-escape token text (+ i 1) end (lambda (byte next) (loop next (cons byte bytes))))
                (loop (+ i 1) (cons (char->integer c) bytes))))))))

;; the value of a digit, #f when it is none of the base
(define (digit-value c base) (string->number (string c) base))

;; escape := "\" ( letter | octal [octal [octal]] | x hex { hex } )
(define (read-escape token text i end receive)
  (let* ((c (string-ref text i))
         (simple (assv c '((#\n . 10) (#\t . 9) (#\r . 13) (#\a . 7) (#\b . 8) (#\f . 12) (#\v . 11)
                           (#\e . 27) (#\\ . 92) (#\' . 39) (#\" . 34) (#\? . 63)))))
    (cond
     (simple (receive (cdr simple) (+ i 1)))
     ((digit-value c 8)
      (let loop ((j i) (n 0))
        (if (and (< j end) (< j (+ i 3)) (digit-value (string-ref text j) 8))
            (loop (+ j 1) (+ (* n 8) (digit-value (string-ref text j) 8)))
            (receive n j))))
     ((char=? c #\x)
      (let loop ((j (+ i 1)) (n 0))
        (if (and (< j end) (digit-value (string-ref text j) 16))
            (loop (+ j 1) (value-truncate (+ (* n 16) (digit-value (string-ref text j) 16)) 4 #t))
            (receive n j))))
     (else (fail token "unknown escape \\" c)))))

;; 'a' is signed as char is; 'ab' is a*256+b as with gcc; L'a' is wide
(define (char-constant-value token)
  (let ((bytes (quoted-bytes token)))
    (cond ((null? bytes) (fail token "an empty character constant"))
          ((wide-text? token) (value-truncate (car bytes) 4 #f))
          ((null? (cdr bytes)) (value-truncate (car bytes) 1 #f))
          (else (value-truncate (fold (lambda (byte n) (value+ (value* n 256) (logand byte 255))) 0 bytes)
                                4 #f)))))

;;; Predefined macros

(define (define-computed! name compute)
  (set-ident-macro! (intern name)
                    (make-macro name #f #f
                                (lambda (token)
                                  (let ((value (compute token)))
                                    (make-token (car value) (cdr value) (token-space? token)
                                                (token-source token) (token-line token) (token-column token) #f)))
                                #f)))

(define (install-computed-macros!)
  (define-computed! "__LINE__"
    (lambda (token)
      (cons 'number (number->string (+ (source-line *current-source*) (source-line-shift *current-source*))))))
  (define-computed! "__FILE__"
    (lambda (token) (cons 'string (string-append "\"" (source-name *current-source*) "\""))))
  (define-computed! "__DATE__" (lambda (token) (cons 'string "\"Jan  1 1970\"")))
  (define-computed! "__TIME__" (lambda (token) (cons 'string "\"00:00:00\""))))

;; Starts on a file, with the text of the predefined macros before it.
(define (start-preprocessor! name predefined)
  (set! *inputs* '())
  (install-computed-macros!)
  (push-source! (new-source name (read-file-once name)))
  (push-source! (new-source "<built-in>" predefined)))

;;; -E : the tokens as text again, line by line

(define (print-preprocessed port)
  (let loop ((line 1) (source #f) (first? #t))
    (let* ((token (expanded-token))
           (here (if (token-source token) (source-line *current-source*) line)))
      (cond
       ((eq? (token-kind token) 'eof) (newline port))
       (else
        (let ((moved? (not (and (eq? source *current-source*) (>= here line) (< (- here line) 8)))))
          (if moved?
              (begin
                (if (not first?) (newline port))
                (display "# " port)
                (display (+ here (source-line-shift *current-source*)) port)
                (display " \"" port)
                (display (source-name *current-source*) port)
                (display "\"\n" port))
              (let newlines ((n line))
                (if (< n here) (begin (newline port) (newlines (+ n 1))))))
          (if (token-space? token) (display " " port))
          (display (spelling token) port)
          (loop here *current-source* #f)))))))
