;;; (srfi srfi-43): vectors. Procedures get the index first.

(define (vector-map f vector . more)
  (let* ((n (apply min (vector-length vector) (map vector-length more)))
         (result (make-vector n)))
    (let loop ((i 0))
      (when (< i n)
        (vector-set! result i (apply f i (vector-ref vector i) (map (lambda (v) (vector-ref v i)) more)))
        (loop (+ i 1))))
    result))

(define (vector-for-each f vector . more)
  (apply vector-map f vector more)
  (if #f #f))

(define (vector-fold f seed vector)
  (let loop ((i 0) (result seed))
    (if (< i (vector-length vector))
        (loop (+ i 1) (f i result (vector-ref vector i)))
        result)))

(define (vector-index wanted? vector)
  (let loop ((i 0))
    (cond ((= i (vector-length vector)) #f)
          ((wanted? (vector-ref vector i)) i)
          (else (loop (+ i 1))))))

(define (vector-copy vector . range)
  (list->vector (apply vector->list vector range)))

(define (vector-fill! vector x . range)
  (let ((end (if (and (pair? range) (pair? (cdr range))) (cadr range) (vector-length vector))))
    (let loop ((i (if (pair? range) (car range) 0)))
      (when (< i end)
        (vector-set! vector i x)
        (loop (+ i 1))))))

(define (vector-append . vectors)
  (list->vector (append-map vector->list vectors)))

(define subvector vector-copy)

(define (vector-grow vector length)
  (let ((result (make-vector length)))
    (vector-move! vector 0 (vector-length vector) result 0)
    result))

(define (vector-move! from start end to at)
  (let loop ((i start))
    (when (< i end)
      (vector-set! to (+ at (- i start)) (vector-ref from i))
      (loop (+ i 1)))))

(define vector-move-left! vector-move!)

(define (vector-copy! to at from . range)
  (let ((start (if (pair? range) (car range) 0))
        (end (if (and (pair? range) (pair? (cdr range))) (cadr range) (vector-length from))))
    (vector-move! (vector-copy from start end) 0 (- end start) to at)))
