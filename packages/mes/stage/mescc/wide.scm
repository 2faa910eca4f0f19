;;; wide.scm : C integers of 64 bits in a Scheme with 30-bit fixnums
;;;
;;; A *value* is a fixnum when -2^28 <= v < 2^28, otherwise a vector of eight bytes, least
;;; significant first, two's complement.  Every procedure here takes and returns values in this
;;; canonical form, so small constants (nearly all) never leave fixnums.
;;;   18446744073709551615 and -1 have the same bits, so they are the same value: -1.
;;; Trap: whether a value is signed is the business of its C type; comparisons, right shifts and
;;; divisions therefore take a flag.

(define wide-limit 268435456)
(define (fixnum-fits? n) (and (< n wide-limit) (>= n (- wide-limit))))

(define (value-byte v i)
  (if (vector? v)
      (vector-ref v i)
      (logand (ash v (- (if (> i 3) 28 (* 8 i)))) 255)))

(define (value->bytes v)
  (if (vector? v)
      v
      (let ((bytes (make-vector 8 0)))
        (let loop ((i 0) (v v))
          (if (= i 8)
              bytes
              (begin (vector-set! bytes i (logand v 255))
                     (loop (+ i 1) (ash v -8))))))))

;; the fixnum when the upper bytes only repeat the sign
(define (bytes->value b)
  (let* ((top (vector-ref b 7))
         (high (vector-ref b 3)))
    (if (and (or (= top 0) (= top 255))
             (= (vector-ref b 6) top) (= (vector-ref b 5) top) (= (vector-ref b 4) top)
             (if (= top 0) (< high 16) (>= high 240)))
        (+ (vector-ref b 0)
           (* 256 (vector-ref b 1))
           (* 65536 (vector-ref b 2))
           (* 16777216 (if (= top 0) high (- high 256))))
        b)))

(define (value-negative? v)
  (if (vector? v) (>= (vector-ref v 7) 128) (< v 0)))

(define (value-zero? v) (and (number? v) (= v 0)))

(define (value=? a b)
  (if (and (number? a) (number? b)) (= a b) (equal? a b)))

;; bytewise combination of two values, with the carry of the column below
(define (value-combine column a b carry)
  (let ((a (value->bytes a)) (b (value->bytes b)) (sum (make-vector 8 0)))
    (let loop ((i 0) (carry carry))
      (if (= i 8)
          (bytes->value sum)
          (let ((n (+ carry (column (vector-ref a i) (vector-ref b i)))))
            (vector-set! sum i (logand n 255))
            (loop (+ i 1) (ash n -8)))))))

(define (value-not a) (if (number? a) (lognot a) (value-combine (lambda (x y) (- 255 x)) a 0 0)))

(define (value+ a b)
  (if (and (number? a) (number? b) (fixnum-fits? (+ a b)))
      (+ a b)
      (value-combine + a b 0)))

(define (value- a b)
  (if (and (number? a) (number? b) (fixnum-fits? (- a b)))
      (- a b)
      (value-combine (lambda (x y) (+ x (- 255 y))) a b 1)))

(define (value-negate a) (value- 0 a))
(define (value-and a b)
  (if (and (number? a) (number? b)) (logand a b) (value-combine logand a b 0)))
(define (value-or a b)
  (if (and (number? a) (number? b)) (logior a b) (value-combine logior a b 0)))
(define (value-xor a b)
  (if (and (number? a) (number? b)) (logxor a b) (value-combine logxor a b 0)))

(define (tiny? n) (and (number? n) (< n 16384) (> n -16384)))

(define (value* a b)
  (if (and (tiny? a) (tiny? b))
      (let ((n (* a b)))
        (if (fixnum-fits? n) n (value-multiply-bytes a b)))
      (value-multiply-bytes a b)))

(define (value-multiply-bytes a b)
  (let ((a (value->bytes a)) (b (value->bytes b)) (product (make-vector 8 0)))
    (let rows ((k 0) (carry 0))
      (if (= k 8)
          (bytes->value product)
          (let column ((i 0) (sum carry))
            (if (<= i k)
                (column (+ i 1) (+ sum (* (vector-ref a i) (vector-ref b (- k i)))))
                (begin (vector-set! product k (logand sum 255))
                       (rows (+ k 1) (ash sum -8)))))))))

(define (value-unsigned<? a b)
  (if (and (number? a) (number? b) (>= a 0) (>= b 0))
      (< a b)
      (let ((a (value->bytes a)) (b (value->bytes b)))
        (let loop ((i 7))
          (cond ((< i 0) #f)
                ((= (vector-ref a i) (vector-ref b i)) (loop (- i 1)))
                (else (< (vector-ref a i) (vector-ref b i))))))))

(define (value<? a b unsigned?)
  (cond ((and (number? a) (number? b) (or (not unsigned?) (and (>= a 0) (>= b 0)))) (< a b))
        (unsigned? (value-unsigned<? a b))
        ((value-negative? a) (or (not (value-negative? b)) (value-unsigned<? a b)))
        ((value-negative? b) #f)
        (else (value-unsigned<? a b))))

(define (value-shift-left a n)
  (cond ((>= n 64) 0)
        ((= n 0) a)
        ((>= n 8) (value-shift-left (value-multiply-bytes a 256) (- n 8)))
        (else (value* a (ash 1 n)))))

(define (value-shift-right a n unsigned?)
  (cond ((= n 0) a)
        ((and (number? a) (or (>= a 0) (not unsigned?))) (ash a (- (min n 29))))
        (else
         (let* ((bytes (value->bytes a))
                (fill (if (and (not unsigned?) (value-negative? a)) 255 0))
                (result (make-vector 8 0))
                (whole (quotient n 8))
                (bits (modulo n 8))
                (byte (lambda (i) (if (< i 8) (vector-ref bytes i) fill))))
           (let loop ((i 0))
             (if (= i 8)
                 (bytes->value result)
                 (let ((pair (+ (byte (+ i whole)) (* 256 (byte (+ i whole 1))))))
                   (vector-set! result i (logand (ash pair (- bits)) 255))
                   (loop (+ i 1)))))))))

;; unsigned long division, one bit a step: (quotient . remainder)
(define (value-divide-unsigned a b)
  (let loop ((i 63) (q 0) (r 0))
    (if (< i 0)
        (cons q r)
        (let* ((bit (logand 1 (ash (value-byte a (quotient i 8)) (- (modulo i 8)))))
               (top (logand 128 (value-byte r 7)))
               (r (value+ (value+ r r) bit))
               (q (value+ q q)))
          (if (or (not (= top 0)) (not (value-unsigned<? r b)))
              (loop (- i 1) (value+ q 1) (value- r b))
              (loop (- i 1) q r))))))

(define (value-magnitude a) (if (value-negative? a) (value-negate a) a))

(define (value-quotient a b unsigned?)
  (cond ((and (number? a) (number? b) (>= a 0) (> b 0)) (quotient a b))
        (unsigned? (car (value-divide-unsigned a b)))
        (else
         (let ((q (car (value-divide-unsigned (value-magnitude a) (value-magnitude b)))))
           (if (eq? (value-negative? a) (value-negative? b)) q (value-negate q))))))

(define (value-remainder a b unsigned?)
  (cond ((and (number? a) (number? b) (>= a 0) (> b 0)) (remainder a b))
        (unsigned? (cdr (value-divide-unsigned a b)))
        (else
         (let ((r (cdr (value-divide-unsigned (value-magnitude a) (value-magnitude b)))))
           (if (value-negative? a) (value-negate r) r)))))

;; the value cut to size bytes and extended again as its type says
(define (value-truncate v size unsigned?)
  (cond ((= size 8) v)
        ((and (number? v) (>= v 0)
              (< v (cond ((= size 1) (if unsigned? 256 128))
                         ((= size 2) (if unsigned? 65536 32768))
                         (else wide-limit))))
         v)
        ((and (number? v) (= size 4) (not unsigned?)) v)
        (else
         (let* ((old (value->bytes v))
                (bytes (make-vector 8 (if (and (not unsigned?) (>= (vector-ref old (- size 1)) 128)) 255 0))))
           (let loop ((i 0))
             (if (< i size)
                 (begin (vector-set! bytes i (vector-ref old i)) (loop (+ i 1)))))
           (bytes->value bytes)))))

;; log2 of a power of two, or #f
(define (value-log2 v)
  (and (number? v)
       (> v 0)
       (let loop ((n v) (i 0))
         (cond ((= n 1) i)
               ((odd? n) #f)
               (else (loop (quotient n 2) (+ i 1)))))))

(define hex-digits "0123456789ABCDEF")

(define hex-bytes
  (let ((table (make-vector 256 "")))
    (let loop ((i 0))
      (if (= i 256)
          table
          (begin
            (vector-set! table i (string (string-ref hex-digits (ash i -4))
                                         (string-ref hex-digits (logand i 15))))
            (loop (+ i 1)))))))

(define (hex-byte n) (vector-ref hex-bytes n))

;; the low four bytes as an M1 number: 12 -> "12", beyond fixnums "0x89ABCDEF"
(define (value->m1 v)
  (if (number? v)
      (number->string v)
      (string-append "0x" (hex-byte (vector-ref v 3)) (hex-byte (vector-ref v 2))
                     (hex-byte (vector-ref v 1)) (hex-byte (vector-ref v 0)))))

(define (value-high-word v) (value-truncate (value-shift-right v 32 #f) 4 #f))
(define (value-low-word v) (value-truncate v 4 #f))

;; digits of a literal in the given base; #f when it does not fit 64 bits
(define (digits->value digits base)
  (let loop ((i 0) (v 0))
    (if (= i (string-length digits))
        v
        (let* ((digit (digit-value (string-ref digits i)))
               (next (value+ (value* v base) digit)))
          (if (and (vector? v) (> (value-byte (value-shift-right v 58 #t) 0) 0)
                   (not (value=? (value-quotient next base #t) v)))
              #f
              (loop (+ i 1) next))))))

(define (digit-value c)
  (let ((n (char->integer c)))
    (cond ((and (>= n 48) (<= n 57)) (- n 48))
          ((and (>= n 97) (<= n 102)) (- n 87))
          ((and (>= n 65) (<= n 70)) (- n 55))
          (else 99))))
