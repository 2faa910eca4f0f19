;;; (mes core print): how values are written that cannot be read again. All others are written in C.

(define (%print-other x port for-reading?)
  (define (show . parts) (for-each (lambda (part) (display part port)) parts))
  (cond ((procedure? x) (apply show (procedure-parts x)))
        ((char-set? x) (show "#<char-set>"))
        ((and (record? x) (not (record-type? (%record-ref x 0)))) (show "#<structure>"))
        ((record? x) (print-record x port (if for-reading? write display)))
        ((%record? x) (show "#<record-type " (record-type-name x) ">"))
        ((bytevector? x) (show "#vu8" (bytevector->u8-list x)))
        ((hash-table? x) (show "#<hash-table " (hash-table-size x) ">"))
        ((port? x) (show "#<port " (port-filename x) ">"))
        ((fluid? x) (show "#<fluid>"))
        (else
         (let ((values (call-with-values (lambda () x) list)))
           (if (= 1 (length values)) (show "#<internal>") (show "#<values " values ">"))))))

(define (procedure-parts x)
  (let ((name (procedure-name x)) (formals (%procedure-formals x)))
    (cond (formals (list "#<closure " name " " (%original-names formals) ">"))
          ((not name) (list "#<continuation>"))
          ((%primitive? x) (list "#<builtin " name ">"))
          (else (list "#<closure " name ">")))))

;;; #<TYPE field: value ...>
(define (print-record x port print)
  (let ((type (record-type-descriptor x)))
    (display "#<" port)
    (display (record-type-name type) port)
    (let loop ((fields (record-type-fields type)) (i 1))
      (if (pair? fields)
          (begin
            (display " " port)
            (display (car fields) port)
            (display ": " port)
            (print (%record-ref x i) port)
            (loop (cdr fields) (+ i 1)))))
    (display ">" port)))
