;;; lex.scm : characters -> preprocessing tokens
;;;
;;;   "x += 0x1F; // c"  ->  ident x, punct +=, number "0x1F", punct semi
;;; A token's value is: an identifier record (ident), a symbol (punct), the spelling (number, string
;;; and char with their quotes, other).  Identifiers are interned once, so that the preprocessor and
;;; the parser find a macro, a keyword or a declaration in a field instead of a table.
;;; Line ends are tokens only inside directives (*in-directive*).
;;; Trap: a backslash at the end of a line may stand anywhere, even inside a name.  Between tokens it
;;; counts as white space; elsewhere `join-lines!` rewrites the text once and the token is read again.

(define-record-type ident
  (make-ident name keyword macro binding tag)
  ident?
  (name ident-name)
  (keyword ident-keyword set-ident-keyword!)
  (macro ident-macro set-ident-macro!)
  (binding ident-binding set-ident-binding!)
  (tag ident-tag set-ident-tag!))

(define identifiers (make-hash-table 4099))

(define (intern name)
  (let ((symbol (string->symbol name)))
    (or (hashq-ref identifiers symbol #f)
        (let ((ident (make-ident name #f #f #f #f)))
          (hashq-set! identifiers symbol ident)
          ident))))

;; what a byte can begin: space newline letter digit, or the list of punctuators it may start
(define byte-class (make-vector 256 'other))

(define (set-class! from to class)
  (let loop ((i from))
    (if (<= i to) (begin (vector-set! byte-class i class) (loop (+ i 1))))))

(set-class! 97 122 'letter)
(set-class! 65 90 'letter)
(set-class! 128 255 'letter)
(set-class! 48 57 'digit)
(vector-set! byte-class 95 'letter)
(vector-set! byte-class 36 'letter)
(for-each (lambda (n) (vector-set! byte-class n 'space)) '(32 9 11 12 13))
(vector-set! byte-class 10 'newline)
(vector-set! byte-class 34 'quote)
(vector-set! byte-class 39 'quote)
(vector-set! byte-class 92 'backslash)

;; longest first for each first byte
(define punctuators
  '(("..." . ellipsis) ("<<=" . <<=) (">>=" . >>=)
    ("->" . ->) ("++" . ++) ("--" . --) ("<<" . <<) (">>" . >>) ("<=" . <=) (">=" . >=)
    ("==" . ==) ("!=" . !=) ("&&" . &&) ("||" . bar-bar) ("+=" . +=) ("-=" . -=) ("*=" . *=)
    ("/=" . /=) ("%=" . %=) ("&=" . &=) ("|=" . bar=) ("^=" . ^=) ("##" . hash-hash)
    ("<:" . lbracket) (":>" . rbracket) ("<%" . lbrace) ("%>" . rbrace) ("%:" . hash)
    ("[" . lbracket) ("]" . rbracket) ("(" . lparen) (")" . rparen) ("{" . lbrace) ("}" . rbrace)
    ("." . dot) ("&" . &) ("*" . *) ("+" . +) ("-" . -) ("~" . ~) ("!" . !) ("/" . /) ("%" . %)
    ("<" . <) (">" . >) ("^" . ^) ("|" . bar) ("?" . ?) (":" . :) (";" . semi) ("=" . =)
    ("," . comma) ("#" . hash)))

(for-each
 (lambda (punctuator)
   (let ((first (char->integer (string-ref (car punctuator) 0))))
     (vector-set! byte-class first
                  (cons punctuator
                        (if (pair? (vector-ref byte-class first)) (vector-ref byte-class first) '())))))
 (reverse punctuators))

(define (class-of-byte text i)
  (vector-ref byte-class (char->integer (string-ref text i))))

(define *in-directive* #f)

(define (new-source name text)
  (make-source name
               (if (and (> (string-length text) 0)
                        (char=? #\newline (string-ref text (- (string-length text) 1))))
                   (string-append text "\0")
                   (string-append text "\n\0"))
               0 1 0 #t '() 0))

;; the text ends with newline and a zero byte, so looking one byte ahead is always allowed
(define (at-end? source i)
  (>= i (- (string-length (source-text source)) 1)))

(define (new-line! source next)
  (set-source-line! source (+ 1 (source-line source)))
  (set-source-line-start! source next)
  (set-source-at-start?! source #t))

;; A token from the source: white space and comments before it only leave a mark.
(define (lex source)
  (skip-space source (source-position source) #f))

(define (skip-space source i space?)
  (let* ((text (source-text source))
         (class (class-of-byte text i)))
    (case class
      ((space) (skip-space source (+ i 1) #t))
      ((letter) (lex-ident source i space?))
      ((newline)
       (if *in-directive*
           (finish-token source 'newline #f i i space?)
           (begin (new-line! source (+ i 1))
                  (skip-space source (+ i 1) #t))))
      ((digit) (lex-number source i space?))
      ((quote) (lex-quoted source i (+ i 1) space?))
      ((backslash)
       (let ((next (line-end-after-backslash text i)))
         (if next
             (begin (set-source-line! source (+ 1 (source-line source)))
                    (set-source-line-start! source next)
                    (skip-space source next #t))
             (finish-token source 'other "\\" i (+ i 1) space?))))
      ((other)
       (if (at-end? source i)
           (finish-token source 'eof #f i i space?)
           (finish-token source 'other (substring text i (+ i 1)) i (+ i 1) space?)))
      (else (lex-mark source text i space? class)))))

;; position after a backslash and the line end that follows it, or #f
(define (line-end-after-backslash text i)
  (let ((c (string-ref text (+ i 1))))
    (cond ((char=? c #\newline) (+ i 2))
          ((and (char=? c #\return) (char=? (string-ref text (+ i 2)) #\newline)) (+ i 3))
          (else #f))))

(define (token-at source kind value i space?)
  (make-token kind value space? source (source-line source) (+ 1 (- i (source-line-start source))) #f))

(define (finish-token source kind value start end space?)
  (set-source-position! source end)
  (token-at source kind value start space?))

;; comments, numbers such as .5, and punctuators
(define (lex-mark source text i space? candidates)
  (let ((next (string-ref text (+ i 1))))
    (cond
     ((and (char=? (string-ref text i) #\/) (char=? next #\*))
      (skip-space source (skip-block-comment source text (+ i 2) i) #t))
     ((and (char=? (string-ref text i) #\/) (char=? next #\/))
      (skip-space source (skip-line-comment source text i) #t))
     ((and (char=? (string-ref text i) #\.) (eq? 'digit (class-of-byte text (+ i 1))))
      (lex-number source i space?))
     ((and (null? (cdr candidates)))
      (finish-token source 'punct (cdar candidates) i (+ i 1) space?))
     ((and (char=? next #\\) (line-end-after-backslash text (+ i 1)))
      (join-lines! source (+ i 1))
      (skip-space source i space?))
     (else
      (let try ((candidates candidates))
        (let* ((spelling (caar candidates)) (length (string-length spelling)))
          (if (or (= length 1)
                  (and (char=? next (string-ref spelling 1))
                       (or (= length 2)
                           (char=? (string-ref text (+ i 2)) (string-ref spelling 2)))))
              (finish-token source 'punct (cdar candidates) i (+ i length) space?)
              (try (cdr candidates)))))))))

(define (skip-block-comment source text i start)
  (define open (token-at source 'eof #f start #f))
  (let loop ((i i))
    (let ((c (string-ref text i)))
      (cond ((and (char=? c #\*) (char=? (string-ref text (+ i 1)) #\/)) (+ i 2))
            ((char=? c #\newline)
             (set-source-line! source (+ 1 (source-line source)))
             (set-source-line-start! source (+ i 1))
             (loop (+ i 1)))
            ((at-end? source i) (fail open "this comment is not closed"))
            (else (loop (+ i 1)))))))

(define (skip-line-comment source text i)
  (let ((end (string-position text #\newline i)))
    (if (or (char=? (string-ref text (- end 1)) #\\)
            (and (char=? (string-ref text (- end 1)) #\return) (char=? (string-ref text (- end 2)) #\\)))
        (begin (set-source-line! source (+ 1 (source-line source)))
               (skip-line-comment source text (+ end 1)))
        end)))

(define (lex-ident source start space?)
  (let ((text (source-text source)))
    (let loop ((i (+ start 1)))
      (let ((class (class-of-byte text i)))
        (cond ((or (eq? class 'letter) (eq? class 'digit)) (loop (+ i 1)))
              ((and (eq? class 'backslash) (line-end-after-backslash text i))
               (join-lines! source i)
               (lex-ident source start space?))
              ((and (eq? class 'quote) (= i (+ start 1)) (char=? (string-ref text start) #\L))
               (lex-quoted source start (+ i 1) space?))
              (else (finish-token source 'ident (intern (substring text start i)) start i space?)))))))

;; pp-number := [.] digit { digit | letter | . | (e|E|p|P) sign }
(define (lex-number source start space?)
  (let ((text (source-text source)))
    (let loop ((i (+ start 1)))
      (let ((class (class-of-byte text i)))
        (cond ((or (eq? class 'letter) (eq? class 'digit) (char=? (string-ref text i) #\.))
               (loop (+ i 1)))
              ((and (memv (string-ref text i) '(#\+ #\-))
                    (memv (string-ref text (- i 1)) '(#\e #\E #\p #\P)))
               (loop (+ i 1)))
              ((and (eq? class 'backslash) (line-end-after-backslash text i))
               (join-lines! source i)
               (lex-number source start space?))
              (else
               (finish-token source 'number (substring text start i) start i space?)))))))

;; string or character constant, kept as spelled; start is before an L, i after the quote
(define (lex-quoted source start i space?)
  (let* ((text (source-text source))
         (quote-mark (string-ref text (- i 1))))
    (let loop ((i i))
      (let ((c (string-ref text i)))
        (cond ((char=? c quote-mark)
               (finish-token source (if (char=? c #\") 'string 'char)
                             (substring text start (+ i 1)) start (+ i 1) space?))
              ((char=? c #\newline)
               (if (char=? quote-mark #\")
                   (fail (token-at source 'other #f start #f) "this string has no closing quote on its line")
                   ;; an apostrophe in skipped or #error text
                   (finish-token source 'other (substring text start (+ start 1)) start (+ start 1) space?)))
              ((char=? c #\\)
               (if (line-end-after-backslash text i)
                   (begin (join-lines! source i)
                          (skip-space source start space?))
                   (loop (+ i 2))))
              (else (loop (+ i 1))))))))

;; Removes the backslash and line end at i, and puts the line end after the next real one.
(define (join-lines! source i)
  (let* ((text (source-text source))
         (after (line-end-after-backslash text i))
         (end (let find ((j after))
                (let ((j (string-position text #\newline j)))
                  (if (char=? (string-ref text (- j 1)) #\\) (find (+ j 1)) j)))))
    (set-source-text! source
                      (string-append (substring text 0 i) (substring text after end) "\n"
                                     (substring text end (string-length text))))))

;; spelling of a token, as it stood in the source
(define punctuator-spellings (map (lambda (p) (cons (cdr p) (car p))) (reverse punctuators)))

(define (spelling token)
  (case (token-kind token)
    ((ident) (ident-name (token-value token)))
    ((punct) (cdr (assq (token-value token) punctuator-spellings)))
    ((eof) "end of file")
    ((newline) "end of line")
    (else (token-value token))))
