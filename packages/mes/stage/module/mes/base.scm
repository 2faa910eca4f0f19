;;; (mes base): what every program takes for granted, apart from what is in C.

;;; ---- Lists ----

(define (map f list . more)
  (if (null? more)
      (let loop ((list list) (result '()))
        (if (pair? list)
            (loop (cdr list) (cons (f (car list)) result))
            (reverse result)))
      (let loop ((lists (cons list more)) (result '()))
        (if (all-pairs? lists)
            (loop (all-cdrs lists) (cons (apply f (all-cars lists)) result))
            (reverse result)))))

(define (for-each f list . more)
  (if (null? more)
      (let loop ((list list))
        (when (pair? list)
          (f (car list))
          (loop (cdr list))))
      (let loop ((lists (cons list more)))
        (when (all-pairs? lists)
          (apply f (all-cars lists))
          (loop (all-cdrs lists))))))

;;; Lists in parallel: they end with the shortest.
(define (all-pairs? lists)
  (or (null? lists)
      (and (pair? (car lists)) (all-pairs? (cdr lists)))))

(define (all-cars lists)
  (if (null? lists) '() (cons (caar lists) (all-cars (cdr lists)))))

(define (all-cdrs lists)
  (if (null? lists) '() (cons (cdar lists) (all-cdrs (cdr lists)))))

(define (filter keep? list)
  (let loop ((list list) (result '()))
    (cond ((null? list) (reverse! result))
          ((keep? (car list)) (loop (cdr list) (cons (car list) result)))
          (else (loop (cdr list) result)))))

(define (pairlis keys values . rest)
  (append (map cons keys values) (if (pair? rest) (car rest) '())))

;;; ---- Procedures of procedures ----

(define (identity x) x)

(define (const x) (lambda ignored x))

(define (compose f . more)
  (if (null? more)
      f
      (let ((g (apply compose more)))
        (lambda args (call-with-values (lambda () (apply g args)) f)))))

(define (negate f)
  (lambda args (not (apply f args))))

(define (and=> x f)
  (and x (f x)))

;;; ---- Numbers ----

(define (abs n) (if (< n 0) (- n) n))
(define magnitude abs)

(define (even? n) (= 0 (logand n 1)))
(define (odd? n) (= 1 (logand n 1)))

(define (gcd . numbers)
  (define (gcd2 a b) (if (= b 0) (abs a) (gcd2 b (remainder a b))))
  (let loop ((result 0) (numbers numbers))
    (if (null? numbers)
        result
        (loop (gcd2 result (car numbers)) (cdr numbers)))))

(define (lcm . numbers)
  (let loop ((result 1) (numbers numbers))
    (cond ((null? numbers) result)
          ((= 0 (car numbers)) 0)
          (else (loop (abs (quotient (* result (car numbers)) (gcd result (car numbers)))) (cdr numbers))))))

(define (exact->inexact n) n)
(define (inexact->exact n) n)
(define (inexact? x) #f)
(define exact identity)
(define (floor n) n)
(define truncate floor)
(define round floor)
(define ceiling floor)
(define truncate-quotient quotient)
(define truncate-remainder remainder)
(define floor-remainder modulo)
(define (floor-quotient a b) (quotient (- a (modulo a b)) b))

;;; ---- Symbols ----

(define (symbol-append . symbols)
  (string->symbol (apply string-append (map symbol->string symbols))))

(define (symbol-prefix? prefix symbol)
  (string-prefix? (symbol->string prefix) (symbol->string symbol)))

(define (symbol<? a b)
  (string<? (symbol->string a) (symbol->string b)))

(define (keyword->string keyword)
  (symbol->string (keyword->symbol keyword)))

(define (make-symbol name) (gensym name))

;;; ---- The rest ----

(define (command-line) %argv)

(define (syntax-error message . rest)
  (apply error 'syntax-error message rest))

(define (builtin? x)
  (and (procedure? x) (string-prefix? "#<builtin" (object->string x))))
