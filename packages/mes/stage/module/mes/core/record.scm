;;; (mes core record): records. The procedures of a type are made in C.

(define (record-type? x) (and (%record? x) (not (%record-ref x 0))))
(define (record? x) (and (%record? x) (not (record-type? x))))
(define (record-type-descriptor x) (%record-ref x 0))

(define (make-record-type name fields) (%record #f name fields))

(define (check-record-type type)
  (unless (record-type? type)
    (throw 'wrong-type-arg (list "argument 1 has to be a record type, but is" type))))

(define (record-type-name type)
  (check-record-type type)
  (%record-ref type 1))

(define (record-type-fields type)
  (check-record-type type)
  (%record-ref type 2))

;;; The number of a field, 1 for the first
(define (field-index type field)
  (let loop ((fields (record-type-fields type)) (i 1))
    (cond ((null? fields) (throw 'misc-error (list "no such field:" field (record-type-name type))))
          ((eq? field (car fields)) i)
          (else (loop (cdr fields) (+ i 1))))))

;;; NAME, for all of these: what the procedure is called
(define (record-accessor type field . name)
  (%record-procedure 0 type (field-index type field) field (record-procedure-name type name)))

(define (record-modifier type field . name)
  (%record-procedure 1 type (field-index type field) #f (record-procedure-name type name)))

(define (record-predicate type . name)
  (%record-procedure 2 type 0 #f (record-procedure-name type name)))

;;; (record-constructor type [fields [name]]): the arguments are the values of these fields; the others start
;;; unspecified.
(define (record-constructor type . options)
  (let* ((all (record-type-fields type))
         (fields (if (pair? options) (car options) all))
         (indexes (map (lambda (field) (field-index type field)) fields)))
    (%record-procedure 3 type (length all) (list->vector indexes)
                       (record-procedure-name type (if (pair? options) (cdr options) '())))))

(define (record-procedure-name type name)
  (if (pair? name) (car name) (record-type-name type)))
