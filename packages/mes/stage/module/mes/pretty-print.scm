;;; (mes pretty-print): data over several lines.

;;; (pretty-print DATUM [PORT]): what does not fit on a line has its parts below each other.
(define (pretty-print datum . options)
  (let ((port (if (and (pair? options) (port? (car options))) (car options) (current-output-port))))
    (print-within datum 0 port)
    (newline port)))

(define line-width 79)

(define (print-within datum column port)
  (let ((text (object->string datum)))
    (cond ((or (<= (+ column (string-length text)) line-width) (not (pair? datum))) (display text port))
          ((quotation-prefix datum) =>
           (lambda (prefix)
             (display prefix port)
             (print-within (cadr datum) (+ column (string-length prefix)) port)))
          (else
           (display "(" port)
           (print-within (car datum) (+ column 1) port)
           (print-rest (cdr datum) (+ column 2) port)))))

(define (print-rest rest column port)
  (cond ((null? rest) (display ")" port))
        (else
         (newline port)
         (display (make-string column #\space) port)
         (cond ((pair? rest)
                (print-within (car rest) column port)
                (print-rest (cdr rest) column port))
               (else
                (display ". " port)
                (write rest port)
                (display ")" port))))))

(define (quotation-prefix datum)
  (and (pair? (cdr datum))
       (null? (cddr datum))
       (assq-ref '((quote . "'") (quasiquote . "`") (unquote . ",") (unquote-splicing . ",@")) (car datum))))
