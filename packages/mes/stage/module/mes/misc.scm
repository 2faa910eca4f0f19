;;; (mes misc)

;;; Shows the values on standard error, and returns the last
(define (pk . values)
  (let ((port (current-error-port)))
    (display ";;; " port)
    (write values port)
    (newline port)
    (last values)))

(define pke pk)

(define (stderr string . arguments)
  (apply format (current-error-port) string arguments))

(define (disjoin . predicates)
  (lambda args
    (any (lambda (predicate) (apply predicate args)) predicates)))

(define (conjoin . predicates)
  (lambda args
    (every (lambda (predicate) (apply predicate args)) predicates)))

;;; STRING with every FIND replaced
(define (string-substitute string find replace)
  (let loop ((at 0) (parts '()))
    (let ((found (and (not (string-null? find)) (string-contains string find at))))
      (if found
          (loop (+ found (string-length find)) (cons* replace (substring string at found) parts))
          (apply string-append (reverse (cons (substring string at) parts)))))))
