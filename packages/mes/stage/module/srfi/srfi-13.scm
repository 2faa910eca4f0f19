;;; (srfi srfi-13): strings. PREDICATE: a character, a char-set or a procedure.

(define (string-take s n) (substring s 0 n))
(define (string-take-right s n) (substring s (- (string-length s) n)))
(define (string-drop-right s n) (substring s 0 (- (string-length s) n)))

(define (string-skip s predicate . range)
  (apply string-index s (lambda (c) (not (%matches? predicate c))) range))

(define (string-skip-right s predicate . range)
  (apply string-rindex s (lambda (c) (not (%matches? predicate c))) range))

(define (trim s predicate left? right?)
  (let* ((predicate (if (pair? predicate) (car predicate) char-whitespace?))
         (start (string-skip s predicate))
         (end (string-skip-right s predicate)))
    (if (not start)
        ""
        (substring s (if left? start 0) (if right? (+ end 1) (string-length s))))))

(define (string-trim s . predicate) (trim s predicate #t #f))
(define (string-trim-right s . predicate) (trim s predicate #f #t))
(define (string-trim-both s . predicate) (trim s predicate #t #t))

(define (string-fold f seed s)
  (fold f seed (string->list s)))

(define (string-fold-right f seed s)
  (fold-right f seed (string->list s)))

(define (string-map f s . more)
  (list->string (apply map f (string->list s) (map string->list more))))

(define (string-upcase s) (string-map char-upcase s))
(define (string-downcase s) (string-map char-downcase s))

(define (string-for-each f s . more)
  (apply for-each f (string->list s) (map string->list more)))

(define (string-filter keep s)
  (if (string? keep)
      (string-filter s keep)
      (list->string (filter (lambda (c) (%matches? keep c)) (string->list s)))))

(define (string-delete drop s)
  (if (string? drop)
      (string-delete s drop)
      (list->string (remove (lambda (c) (%matches? drop c)) (string->list s)))))

(define (string-any predicate s)
  (any (lambda (c) (%matches? predicate c)) (string->list s)))

(define (string-every predicate s)
  (every (lambda (c) (%matches? predicate c)) (string->list s)))

(define (string-count s predicate)
  (count (lambda (c) (%matches? predicate c)) (string->list s)))

(define (string-reverse s)
  (reverse-list->string (string->list s)))

(define (string-concatenate strings)
  (apply string-append strings))

(define (string-replace s1 s2 . range)
  (string-append (substring s1 0 (range-start range)) s2 (substring s1 (range-end s1 range))))

(define (string-pad s n . char)
  (let ((length (string-length s)))
    (if (< length n)
        (string-append (make-string (- n length) (if (pair? char) (car char) #\space)) s)
        (substring s (- length n)))))

(define (string-pad-right s n . char)
  (let ((length (string-length s)))
    (if (< length n)
        (string-append s (make-string (- n length) (if (pair? char) (car char) #\space)))
        (substring s 0 n))))

;;; The longest parts made of the characters in a set (those that are visible)
(define (string-tokenize s . predicate)
  (let ((predicate (if (pair? predicate)
                       (car predicate)
                       (lambda (c) (not (char-whitespace? c))))))
    (let loop ((at 0) (tokens '()))
      (let ((start (string-index s predicate at)))
        (if (not start)
            (reverse! tokens)
            (let ((end (or (string-skip s predicate start) (string-length s))))
              (loop end (cons (substring s start end) tokens))))))))

(define (string-prefix-length a b)
  (let loop ((i 0))
    (if (and (< i (string-length a)) (< i (string-length b)) (char=? (string-ref a i) (string-ref b i)))
        (loop (+ i 1))
        i)))

(define (string-copy! to at from . range)
  (let ((start (range-start range)) (end (range-end from range)))
    (let loop ((i start))
      (when (< i end)
        (string-set! to (+ at (- i start)) (string-ref from i))
        (loop (+ i 1))))))

(define (string-fill! s c)
  (let loop ((i 0))
    (when (< i (string-length s))
      (string-set! s i c)
      (loop (+ i 1)))))

(define (string-ci=? a b)
  (string=? (string-downcase a) (string-downcase b)))

(define (string-capitalize s)
  (if (string-null? s)
      s
      (string-append (string-upcase (substring s 0 1)) (string-downcase (substring s 1)))))
