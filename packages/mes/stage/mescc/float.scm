;;; float.scm : floating constants without floats
;;;
;;; A *flo* is exact: (sign mantissa . exponent) means (-1)^sign * mantissa * 2^exponent, where the
;;; mantissa is a natural number of any size.  The exponent may also be the symbol inf or nan.
;;; A natural is a list of 12-bit digits, least significant first, without leading zeros: () is 0.
;;;   "0.1" with 53 bits -> (0 <7205759403792794> . -56) -> bytes 9A 99 99 99 99 99 B9 3F
;;; Rounding happens in one place, `flo-round`, to nearest, ties to even.
;;; Trap: 12 bits, because the product of two digits and a carry must stay a fixnum.

(define (nat-cons digit rest) (if (and (= digit 0) (null? rest)) '() (cons digit rest)))

(define (nat-from-fixnum n)
  (if (= n 0) '() (cons (logand n 4095) (nat-from-fixnum (ash n -12)))))

(define (nat-multiply-add n factor carry)
  (if (null? n)
      (nat-from-fixnum carry)
      (let ((sum (+ carry (* factor (car n)))))
        (nat-cons (logand sum 4095) (nat-multiply-add (cdr n) factor (ash sum -12))))))

(define (nat+ a b carry)
  (cond ((null? a) (if (= carry 0) b (nat-multiply-add b 1 carry)))
        ((null? b) (nat+ b a carry))
        (else (let ((sum (+ carry (car a) (car b))))
                (cons (logand sum 4095) (nat+ (cdr a) (cdr b) (ash sum -12)))))))

;; a - b - borrow, for a >= b
(define (nat- a b borrow)
  (if (and (null? b) (= borrow 0))
      a
      (let ((n (- (car a) (if (null? b) 0 (car b)) borrow)))
        (nat-cons (logand n 4095)
                  (nat- (cdr a) (if (null? b) '() (cdr b)) (if (< n 0) 1 0))))))

(define (nat* a b)
  (if (null? a)
      '()
      (nat+ (nat-multiply-add b (car a) 0)
            (let ((upper (nat* (cdr a) b))) (if (null? upper) '() (cons 0 upper)))
            0)))

;; -1, 0 or 1
(define (nat-compare a b)
  (let loop ((a a) (b b) (so-far 0))
    (cond ((and (null? a) (null? b)) so-far)
          ((null? a) -1)
          ((null? b) 1)
          (else (loop (cdr a) (cdr b)
                      (cond ((< (car a) (car b)) -1) ((> (car a) (car b)) 1) (else so-far)))))))

(define (nat-bits n)
  (if (null? n)
      0
      (let loop ((n n) (bits 0))
        (if (null? (cdr n))
            (let count ((top (car n)) (bits bits))
              (if (= top 0) bits (count (ash top -1) (+ bits 1))))
            (loop (cdr n) (+ bits 12))))))

(define (nat-shift-left n bits)
  (cond ((null? n) '())
        ((>= bits 12) (cons 0 (nat-shift-left n (- bits 12))))
        (else (nat-multiply-add n (ash 1 bits) 0))))

;; (quotient . lost?) by a power of two
(define (nat-shift-right n bits)
  (let loop ((n n) (bits bits) (lost? #f))
    (cond ((null? n) (cons '() lost?))
          ((>= bits 12) (loop (cdr n) (- bits 12) (or lost? (not (= 0 (car n))))))
          (else
           (cons (let shift ((n n))
                   (if (null? n)
                       '()
                       (nat-cons (logand 4095
                                         (ash (+ (car n) (if (null? (cdr n)) 0 (* 4096 (cadr n)))) (- bits)))
                                 (shift (cdr n)))))
                 (or lost? (not (= 0 (logand (car n) (- (ash 1 bits) 1))))))))))

(define (nat-odd? n) (and (pair? n) (odd? (car n))))

(define (nat-power base exponent)
  (cond ((= exponent 0) '(1))
        ((odd? exponent) (nat* base (nat-power base (- exponent 1))))
        (else (let ((half (nat-power base (quotient exponent 2)))) (nat* half half)))))

(define (make-flo sign mantissa exponent) (cons sign (cons mantissa exponent)))
(define (flo-sign f) (car f))
(define (flo-mantissa f) (cadr f))
(define (flo-exponent f) (cddr f))
(define (flo-special? f) (symbol? (flo-exponent f)))
(define (flo-zero? f) (and (not (flo-special? f)) (null? (flo-mantissa f))))
(define flo-nan (make-flo 0 '(1) 'nan))
(define (flo-inf sign) (make-flo sign '(1) 'inf))
(define (flo-negate f) (make-flo (- 1 (flo-sign f)) (flo-mantissa f) (flo-exponent f)))

;; precision in bits and least and greatest exponent of the last bit, by size in bytes
(define (float-format size)
  (case size
    ((4) '(24 -149 104))
    ((8) '(53 -1074 971))
    (else '(64 -16445 16320))))

;; nearest number of the format; sticky? tells that a little more than the mantissa is meant
(define (flo-round-sticky sign mantissa exponent sticky? size)
  (let* ((format (float-format size))
         (drop (max (- (nat-bits mantissa) (car format))
                    (- (cadr format) exponent))))
    (cond
     ((null? mantissa) (make-flo sign '() 0))
     ((<= drop 0)
      (if (> exponent (caddr format))
          (if (> (+ exponent (nat-bits mantissa)) (+ (caddr format) (car format)))
              (flo-inf sign)
              (make-flo sign mantissa exponent))
          (make-flo sign mantissa exponent)))
     (else
      (let* ((half (nat-shift-right mantissa (- drop 1)))
             (kept (car (nat-shift-right (car half) 1)))
             (up? (and (nat-odd? (car half))
                       (or (cdr half) sticky? (nat-odd? kept))))
             (result (if up? (nat-multiply-add kept 1 1) kept))
             (exponent (+ exponent drop)))
        (if (> (+ exponent (nat-bits result)) (+ (caddr format) (car format)))
            (flo-inf sign)
            (make-flo sign result exponent)))))))

(define (flo-round f size)
  (if (flo-special? f)
      f
      (flo-round-sticky (flo-sign f) (flo-mantissa f) (flo-exponent f) #f size)))

;; numerator / denominator * 2^exponent, by long division to two bits more than any format
(define (flo-divide-naturals sign numerator denominator exponent size)
  (let* ((shift (+ 66 (- (nat-bits denominator) (nat-bits numerator))))
         (n (if (> shift 0) (nat-shift-left numerator shift) numerator))
         (d (if (< shift 0) (nat-shift-left denominator (- shift)) denominator)))
    (let loop ((i 67) (remainder n) (quotient '()))
      (if (< i 0)
          (flo-round-sticky sign quotient (- exponent shift) (pair? remainder) size)
          (let ((step (nat-shift-left d i)) (twice (nat-multiply-add quotient 2 0)))
            (if (>= (nat-compare remainder step) 0)
                (loop (- i 1) (nat- remainder step 0) (nat-multiply-add twice 1 1))
                (loop (- i 1) remainder twice)))))))

;; decimal digits times 10^exponent
(define (flo-from-decimal mantissa exponent size)
  (cond ((null? mantissa) (make-flo 0 '() 0))
        ((> exponent 5200) (flo-inf 0))
        ((< exponent -12000) (make-flo 0 '() 0))
        ((>= exponent 0)
         (flo-round (make-flo 0 (nat* mantissa (nat-power '(10) exponent)) 0) size))
        (else (flo-divide-naturals 0 mantissa (nat-power '(10) (- exponent)) 0 size))))

(define (flo-add a b size)
  (cond ((eq? (flo-exponent a) 'nan) a)
        ((eq? (flo-exponent b) 'nan) b)
        ((flo-special? a)
         (if (and (flo-special? b) (not (= (flo-sign a) (flo-sign b)))) flo-nan a))
        ((flo-special? b) b)
        ((flo-zero? a) (if (and (flo-zero? b) (not (= (flo-sign a) (flo-sign b)))) (make-flo 0 '() 0) b))
        ((flo-zero? b) a)
        (else
         (let* ((low (min (flo-exponent a) (flo-exponent b)))
                (x (nat-shift-left (flo-mantissa a) (- (flo-exponent a) low)))
                (y (nat-shift-left (flo-mantissa b) (- (flo-exponent b) low))))
           (cond ((= (flo-sign a) (flo-sign b)) (flo-round (make-flo (flo-sign a) (nat+ x y 0) low) size))
                 ((= 0 (nat-compare x y)) (make-flo 0 '() 0))
                 ((> 0 (nat-compare x y)) (flo-round (make-flo (flo-sign b) (nat- y x 0) low) size))
                 (else (flo-round (make-flo (flo-sign a) (nat- x y 0) low) size)))))))

(define (flo-sign-of-product a b) (if (= (flo-sign a) (flo-sign b)) 0 1))

(define (flo-multiply a b size)
  (let ((sign (flo-sign-of-product a b)))
    (cond ((eq? (flo-exponent a) 'nan) a)
          ((eq? (flo-exponent b) 'nan) b)
          ((or (flo-special? a) (flo-special? b))
           (if (or (flo-zero? a) (flo-zero? b)) flo-nan (flo-inf sign)))
          (else (flo-round (make-flo sign (nat* (flo-mantissa a) (flo-mantissa b))
                                     (+ (flo-exponent a) (flo-exponent b)))
                           size)))))

(define (flo-divide a b size)
  (let ((sign (flo-sign-of-product a b)))
    (cond ((eq? (flo-exponent a) 'nan) a)
          ((eq? (flo-exponent b) 'nan) b)
          ((flo-special? a) (if (flo-special? b) flo-nan (flo-inf sign)))
          ((flo-special? b) (make-flo sign '() 0))
          ((flo-zero? b) (if (flo-zero? a) flo-nan (flo-inf sign)))
          ((flo-zero? a) (make-flo sign '() 0))
          (else (flo-divide-naturals sign (flo-mantissa a) (flo-mantissa b)
                                     (- (flo-exponent a) (flo-exponent b)) size)))))

;; -1, 0, 1, or #f when one is no number
(define (flo-compare a b)
  (cond ((or (eq? (flo-exponent a) 'nan) (eq? (flo-exponent b) 'nan)) #f)
        ((and (flo-special? a) (flo-special? b)) (- (flo-sign b) (flo-sign a)))
        ((flo-special? a) (if (= 0 (flo-sign a)) 1 -1))
        ((flo-special? b) (if (= 0 (flo-sign b)) -1 1))
        (else
         (let ((difference (flo-add a (flo-negate b) 12)))
           (cond ((flo-zero? difference) 0)
                 ((= 1 (flo-sign difference)) -1)
                 (else 1))))))

(define (flo-from-value v unsigned? size)
  (let* ((negative? (and (not unsigned?) (value-negative? v)))
         (bytes (value->bytes (if negative? (value-negate v) v))))
    (let loop ((i 7) (n '()))
      (if (< i 0)
          (flo-round (make-flo (if negative? 1 0) n 0) size)
          (loop (- i 1) (nat-multiply-add n 256 (vector-ref bytes i)))))))

;; towards zero, modulo 2^64
(define (flo->value f)
  (if (or (flo-special? f) (flo-zero? f))
      0
      (let* ((n (if (< (flo-exponent f) 0)
                    (car (nat-shift-right (flo-mantissa f) (- (flo-exponent f))))
                    (nat-shift-left (flo-mantissa f) (flo-exponent f))))
             (v (let loop ((n n))
                  (if (null? n) 0 (value+ (car n) (value-shift-left (loop (cdr n)) 12))))))
        (if (= 1 (flo-sign f)) (value-negate v) v))))

;; the bytes of the constant in memory, least significant first
(define (flo->bytes f size)
  (case size
    ((4) (flo-fields f size 23 8 127 4))
    ((8) (flo-fields f size 52 11 1023 8))
    (else (append (flo-fields f size 64 15 16383 10) '(0 0)))))

;; fraction, exponent and sign side by side; the 80-bit format shows its leading one
(define (flo-fields f size fraction-bits exponent-bits bias bytes)
  (let* ((f (flo-round f size))
         (format (float-format size))
         (biggest (- (ash 1 exponent-bits) 1))
         (shift (- (car format) (nat-bits (flo-mantissa f)))))
    (define (pack fraction exponent)
      (nat->bytes (nat+ fraction
                        (nat-shift-left (nat-from-fixnum (+ exponent (ash (flo-sign f) exponent-bits)))
                                        fraction-bits)
                        0)
                  bytes))
    (define (without-leading-one n)
      (if (= size 12) n (nat- n (nat-shift-left '(1) fraction-bits) 0)))
    (cond
     ((eq? (flo-exponent f) 'inf) (pack (if (= size 12) (nat-shift-left '(1) 63) '()) biggest))
     ((eq? (flo-exponent f) 'nan)
      (pack (if (= size 12) (nat-shift-left '(3) 62) (nat-shift-left '(1) (- fraction-bits 1))) biggest))
     ((null? (flo-mantissa f)) (pack '() 0))
     ((>= (- (flo-exponent f) shift) (cadr format))
      (pack (without-leading-one (if (< shift 0)
                                     (car (nat-shift-right (flo-mantissa f) (- shift)))
                                     (nat-shift-left (flo-mantissa f) shift)))
            (+ (- (flo-exponent f) shift) (- (car format) 1) bias)))
     (else (pack (nat-shift-left (flo-mantissa f) (- (flo-exponent f) (cadr format))) 0)))))

(define (nat->bytes n count)
  (if (= count 0)
      '()
      (cons (if (null? n) 0 (+ (logand (car n) 255)))
            (nat->bytes (car (nat-shift-right n 8)) (- count 1)))))

;; the text of a floating literal without its suffix: "1.5e3", "0x1.8p1"
(define (flo-from-text text size)
  (if (and (> (string-length text) 1) (memv (string-ref text 1) '(#\x #\X)))
      (flo-scan text 2 16 4 #\p #\P size)
      (flo-scan text 0 10 1 #\e #\E size)))

(define (flo-scan text start base step mark big-mark size)
  (let loop ((i start) (mantissa '()) (scale 0) (point? #f))
    (let ((c (if (< i (string-length text)) (string-ref text i) #\nul)))
      (cond ((char=? c #\.) (loop (+ i 1) mantissa scale #t))
            ((and (< (digit-value c) base) (not (char=? c mark)) (not (char=? c big-mark)))
             (loop (+ i 1) (nat-multiply-add mantissa base (digit-value c))
                   (if point? (- scale step) scale) point?))
            (else
             (let ((exponent (+ scale (flo-scan-exponent text (+ i 1)))))
               (if (= base 10)
                   (flo-from-decimal mantissa exponent size)
                   (flo-round (make-flo 0 mantissa exponent) size))))))))

(define (flo-scan-exponent text start)
  (let* ((sign (if (< start (string-length text)) (string-ref text start) #\+))
         (signed? (memv sign '(#\+ #\-))))
    (let loop ((i (if signed? (+ start 1) start)) (n 0))
      (if (and (< i (string-length text)) (< (digit-value (string-ref text i)) 10))
          (loop (+ i 1) (min 100000 (+ (* 10 n) (digit-value (string-ref text i)))))
          (if (char=? sign #\-) (- n) n)))))
