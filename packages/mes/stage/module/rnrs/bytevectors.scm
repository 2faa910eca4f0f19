;;; (rnrs bytevectors): what is not in C. Numbers of more than one byte have their lowest byte first.

(define (get-number bytes at size)
  (let loop ((i (- size 1)) (n 0))
    (if (< i 0)
        n
        (loop (- i 1) (+ (* n 256) (bytevector-u8-ref bytes (+ at i)))))))

(define (set-number! bytes at n size)
  (let loop ((i 0) (n n))
    (when (< i size)
      (bytevector-u8-set! bytes (+ at i) (logand n 255))
      (loop (+ i 1) (ash n -8)))))

(define (bytevector-u16-native-ref bytes at) (get-number bytes at 2))
(define (bytevector-u32-native-ref bytes at) (get-number bytes at 4))
(define (bytevector-u64-native-ref bytes at) (get-number bytes at 8))
(define (bytevector-u16-native-set! bytes at n) (set-number! bytes at n 2))
(define (bytevector-u32-native-set! bytes at n) (set-number! bytes at n 4))
(define (bytevector-u64-native-set! bytes at n) (set-number! bytes at n 8))

(define (bytevector-s8-ref bytes at)
  (let ((n (bytevector-u8-ref bytes at)))
    (if (> n 127) (- n 256) n)))
(define bytevector-s8-set! bytevector-u8-set!)

(define (bytevector->u8-list bytes)
  (map (lambda (i) (bytevector-u8-ref bytes i)) (iota (bytevector-length bytes))))

(define (bytevector . bytes) (u8-list->bytevector bytes))

(define (bytevector-copy bytes . range)
  (let* ((start (if (pair? range) (car range) 0))
         (end (if (and (pair? range) (pair? (cdr range))) (cadr range) (bytevector-length bytes)))
         (result (make-bytevector (- end start))))
    (bytevector-copy! bytes start result 0 (- end start))
    result))

(define (bytevector-copy! from start to at count)
  (let ((bytes (map (lambda (i) (bytevector-u8-ref from (+ start i))) (iota count))))
    (let loop ((i at) (bytes bytes))
      (when (pair? bytes)
        (bytevector-u8-set! to i (car bytes))
        (loop (+ i 1) (cdr bytes))))))

(define (bytevector-append . parts)
  (u8-list->bytevector (append-map bytevector->u8-list parts)))

(define (bytevector-fill! bytes byte)
  (let loop ((i 0))
    (when (< i (bytevector-length bytes))
      (bytevector-u8-set! bytes i byte)
      (loop (+ i 1)))))

(define (string->utf8 s)
  (u8-list->bytevector (map char->integer (string->list s))))

(define (utf8->string bytes)
  (list->string (map integer->char (bytevector->u8-list bytes))))
