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

;;; Of cars and cdrs, the usual ones are in C.
(define (caaar x) (car (caar x)))
(define (caadr x) (car (cadr x)))
(define (cadar x) (car (cdar x)))
(define (cdaar x) (cdr (caar x)))
(define (cdadr x) (cdr (cadr x)))
(define (cddar x) (cdr (cdar x)))
(define (caaaar x) (caar (caar x)))
(define (caaadr x) (caar (cadr x)))
(define (caadar x) (caar (cdar x)))
(define (caaddr x) (caar (cddr x)))
(define (cadaar x) (cadr (caar x)))
(define (cadadr x) (cadr (cadr x)))
(define (caddar x) (cadr (cdar x)))
(define (cdaaar x) (cdar (caar x)))
(define (cdaadr x) (cdar (cadr x)))
(define (cdadar x) (cdar (cdar x)))
(define (cdaddr x) (cdar (cddr x)))
(define (cddaar x) (cddr (caar x)))
(define (cddadr x) (cddr (cadr x)))
(define (cdddar x) (cddr (cdar x)))
(define (cddddr x) (cddr (cddr x)))

(define (make-list n . fill)
  (let loop ((n n) (result '()))
    (if (> n 0)
        (loop (- n 1) (cons (if (pair? fill) (car fill) *unspecified*) result))
        result)))

(define (iota n . options)
  (let ((start (if (pair? options) (car options) 0))
        (step (if (and (pair? options) (pair? (cdr options))) (cadr options) 1)))
    (let loop ((i (- n 1)) (result '()))
      (if (< i 0)
          result
          (loop (- i 1) (cons (+ start (* i step)) result))))))

(define (list-ref list n) (car (list-tail list n)))

(define (list-head list n)
  (let loop ((list list) (n n) (result '()))
    (if (= n 0)
        (reverse! result)
        (loop (cdr list) (- n 1) (cons (car list) result)))))

(define (list-set! list i x)
  (set-car! (list-tail list i) x)
  x)

(define (list-copy list) (append list '()))
(define append! append)
(define append2 append)
(define delq! delq)

(define (delete x list . same)
  (let ((same? (if (pair? same) (car same) equal?)))
    (let loop ((list list) (result '()))
      (cond ((null? list) (reverse! result))
            ((same? x (car list)) (loop (cdr list) result))
            (else (loop (cdr list) (cons (car list) result)))))))
(define delete! delete)

(define (assq-ref list key) (value-of-pair (assq key list)))
(define (assv-ref list key) (value-of-pair (assv key list)))
(define (assoc-ref list key) (value-of-pair (assoc key list)))
(define (value-of-pair pair) (and pair (cdr pair)))

;;; The list with another value for the key, in the pair of that key or in a new one in front
(define (set-in-list list pair key value)
  (if pair
      (begin
        (set-cdr! pair value)
        list)
      (acons key value list)))
(define (assq-set! list key value) (set-in-list list (assq key list) key value))
(define (assv-set! list key value) (set-in-list list (assv key list) key value))
(define (assoc-set! list key value) (set-in-list list (assoc key list) key value))

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

(define (1+ n) (+ n 1))
(define (1- n) (- n 1))
(define / quotient)
(define (lognot n) (- -1 n))

(define (zero? n) (= n 0))
(define (positive? n) (> n 0))
(define (negative? n) (< n 0))

(define (max n . more) (extreme > n more))
(define (min n . more) (extreme < n more))

(define (extreme better? n more)
  (cond ((null? more) n)
        ((better? (car more) n) (extreme better? (car more) (cdr more)))
        (else (extreme better? n (cdr more)))))

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

;;; By squaring
(define (expt base n)
  (let loop ((base base) (n n) (result 1))
    (cond ((= n 0) result)
          ((odd? n) (loop (* base base) (quotient n 2) (* result base)))
          (else (loop (* base base) (quotient n 2) result)))))

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

;;; ---- Strings ----

;;; The strings of LIST with DELIMITER between them, or before or behind each: GRAMMAR infix, prefix or suffix
(define (string-join list . options)
  (let ((delimiter (if (pair? options) (car options) " "))
        (grammar (if (and (pair? options) (pair? (cdr options))) (cadr options) 'infix)))
    (if (null? list)
        ""
        (let loop ((rest (reverse list)) (parts (if (eq? grammar 'suffix) (cons delimiter '()) '())))
          (cond ((pair? (cdr rest)) (loop (cdr rest) (cons* delimiter (car rest) parts)))
                ((eq? grammar 'prefix) (apply string-append delimiter (car rest) parts))
                (else (apply string-append (car rest) parts)))))))

(define (reverse-list->string list) (list->string (reverse list)))

(define substring/copy substring)
(define string= string=?)

(define integer? number?)
(define exact? number?)
(define real? number?)
(define rational? number?)
(define complex? number?)

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

(define (boolean? x) (or (eq? x #t) (eq? x #f)))

;;; The current ports. Those that set one return the one before.
(define (current-input-port) (%current-port 0))
(define (current-output-port) (%current-port 1))
(define (current-error-port) (%current-port 2))
(define (set-current-input-port port) (%set-current-port! 0 port))
(define (set-current-output-port port) (%set-current-port! 1 port))
(define (set-current-error-port port) (%set-current-port! 2 port))

;;; (exit), #t: success; #f: failure
(define (exit . status)
  (%exit (cond ((or (null? status) (eq? (car status) #t)) 0)
               ((eq? (car status) #f) 1)
               (else (car status)))))

;;; (error WHO REST ...): WHO is the key if it is a symbol.
(define (error . parts)
  (throw (if (and (pair? parts) (symbol? (car parts))) (car parts) 'error) parts))

(define (syntax-error message . rest)
  (apply error 'syntax-error message rest))
