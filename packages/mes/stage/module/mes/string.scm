;;; (mes string): characters and strings. PREDICATE: a character, a char-set or a procedure.

;;; ---- Characters ----

(define (char-within? c low high) (<= (char->integer low) (char->integer c) (char->integer high)))
(define (char-upper-case? c) (char-within? c #\A #\Z))
(define (char-lower-case? c) (char-within? c #\a #\z))
(define (char-alphabetic? c) (or (char-upper-case? c) (char-lower-case? c)))
(define (char-numeric? c) (char-within? c #\0 #\9))
(define (char-whitespace? c) (or (eq? c #\space) (char-within? c #\tab #\return)))

(define (char-upcase c) (if (char-lower-case? c) (integer->char (- (char->integer c) 32)) c))
(define (char-downcase c) (if (char-upper-case? c) (integer->char (+ (char->integer c) 32)) c))

(define (char<? . chars) (apply < (map char->integer chars)))
(define (char<=? . chars) (apply <= (map char->integer chars)))
(define (char>? . chars) (apply > (map char->integer chars)))
(define (char>=? . chars) (apply >= (map char->integer chars)))

;;; ---- Comparison ----

;;; Does ORDER hold between the comparison of all neighbours and 0?
(define (ordered? order strings)
  (or (null? (cdr strings))
      (and (order (%compare-strings (car strings) (cadr strings)) 0)
           (ordered? order (cdr strings)))))

(define (string<? . strings) (ordered? < strings))
(define (string<=? . strings) (ordered? <= strings))
(define (string>? . strings) (ordered? > strings))
(define (string>=? . strings) (ordered? >= strings))

;;; ---- Parts ----

(define (string . chars) (list->string chars))
(define (string-null? s) (= 0 (string-length s)))
(define (string-drop s n) (substring s n))
(define (string-copy s . range) (apply substring s (if (null? range) '(0) range)))
(define substring/shared substring)

(define (string-prefix? prefix s)
  (let ((length (string-length prefix)))
    (and (<= length (string-length s))
         (string=? prefix (substring s 0 length)))))

(define (string-suffix? suffix s)
  (let ((start (- (string-length s) (string-length suffix))))
    (and (>= start 0)
         (string=? suffix (substring s start)))))

;;; ---- Searching ----

(define (%matches? predicate c)
  (cond ((char? predicate) (eq? predicate c))
        ((char-set? predicate) (char-set-contains? predicate c))
        (else (predicate c))))

(define (string-index s predicate . range)
  (if (char? predicate)
      (apply %string-index s predicate range)
      (let ((end (range-end s range)))
        (let loop ((i (range-start range)))
          (and (< i end)
               (if (%matches? predicate (string-ref s i)) i (loop (+ i 1))))))))

(define (string-rindex s predicate . range)
  (let ((start (range-start range)))
    (let loop ((i (- (range-end s range) 1)))
      (and (>= i start)
           (if (%matches? predicate (string-ref s i)) i (loop (- i 1)))))))

(define string-index-right string-rindex)

;;; Where PATTERN begins in S
(define (string-contains s pattern . range)
  (let* ((size (string-length pattern)) (end (- (range-end s range) size)))
    (let loop ((i (range-start range)))
      (and (<= i end)
           (if (string=? pattern (substring s i (+ i size))) i (loop (+ i 1)))))))

;;; RANGE: ([start [end]])
(define (range-start range) (if (pair? range) (car range) 0))
(define (range-end s range) (if (and (pair? range) (pair? (cdr range))) (cadr range) (string-length s)))

;;; The parts of S between characters that PREDICATE wants
(define (string-split s predicate)
  (let loop ((end (string-length s)) (parts '()))
    (let ((at (string-rindex s predicate 0 end)))
      (if at
          (loop at (cons (substring s (+ at 1) end) parts))
          (cons (substring s 0 end) parts)))))
