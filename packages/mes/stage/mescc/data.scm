;;; data.scm : initialised objects -> bytes, addresses and labels in M1
;;;
;;;   int *p = &a[2];     ->    :p   &a+8        and, where a is laid out,  :a  <8  :a+8  ...
;;; M1 has no sums of labels, so every place inside an object that something points to gets a label of
;;; its own (global-label collects them).
;;; Trap: for an object of another unit that cannot be done; such an initialiser is refused.

;; piece: (offset . byte) or (offset entry . addend)
(define (pieces-of item)
  (let* ((offset (car item)) (type (cadr item)) (value (caddr item)) (member (cadddr item)))
    (cond
     (member (bit-pieces offset member value))
     ((const? value)
      (byte-pieces offset (type-size type)
                   (let ((v (node-a value))) (lambda (i) (value-byte v i)))))
     ((op? value 'fconst)
      (let ((bytes (list->vector (flo->bytes (node-a value) (type-size type)))))
        (byte-pieces offset (type-size type) (lambda (i) (vector-ref bytes i)))))
     ((and (op? value 'addr) (not (eq? 'local (entry-kind (node-a value)))))
      (list (cons offset (cons (node-a value) (node-b value)))))
     ((and (op? value 'widen) (op? (node-a value) 'addr))
      (pieces-of (list offset uint-type (node-a value) #f)))
     ((and (op? value 'var) (struct? type) (pair? (entry-value (node-a value))))
      ;; a compound literal at file level
      (append-map (lambda (inner) (pieces-of (cons (+ offset (car inner)) (cdr inner))))
                  (entry-value (node-a value))))
     (else (fail *current-object-token* "the initialiser of a static object must be constant")))))

(define *current-object-token* #f)

(define (byte-pieces offset size byte-at)
  (let loop ((i (- size 1)) (pieces '()))
    (if (< i 0)
        pieces
        (loop (- i 1) (cons (cons (+ offset i) (byte-at i)) pieces)))))

;; the bits of a field as bytes to be or-ed
(define (bit-pieces offset member value)
  (if (not (const? value)) (fail *current-object-token* "the initialiser of a bit-field must be constant"))
  (let* ((width (member-bits member)) (bit (member-bit member))
         (first (quotient bit 8))
         (bits (ash (logand (- (ash 1 width) 1) (node-a value)) (modulo bit 8)))
         (bytes (quotient (+ (modulo bit 8) width 7) 8)))
    (map (lambda (piece) (cons (car piece) (- -1 (cdr piece))))      ; negative: or with what is there
         (byte-pieces (+ offset first) bytes (lambda (i) (value-byte bits i))))))

(define (emit-object entry items)
  (set! *current-object-token* (entry-token entry))
  (let* ((type (entry-type entry))
         (pieces (stable-sort (append-map pieces-of items) (lambda (a b) (< (car a) (car b)))))
         (inner (stable-sort (or (entry-register entry) '()) <)))
    (if (>= (type-size type) 4) (data-align! (if (>= (type-size type) 16) 16 4)))
    (data-label! (entry-label entry))
    (emit-pieces pieces inner 0 entry)))

(define (emit-pieces pieces inner position entry)
  (cond
   ((and (pair? inner) (<= (car inner) position))
    (data-label! (string-append (entry-label entry) "+" (number->string (car inner))))
    (emit-pieces pieces (cdr inner) position entry))
   ((null? pieces)
    (let ((end (if (pair? inner) (car inner) (type-size (entry-type entry)))))
      (data-zeros! (- end position))
      (if (pair? inner)
          (emit-pieces pieces inner end entry)
          (end-data-line!))))
   ((< (caar pieces) position) (emit-pieces (cdr pieces) inner position entry))
   ((> (caar pieces) position)
    (let ((next (if (pair? inner) (min (car inner) (caar pieces)) (caar pieces))))
      (data-zeros! (- next position))
      (emit-pieces pieces inner next entry)))
   ;; a later initialiser of the same place replaces or, for bit-fields, completes the earlier one
   ((and (pair? (cdr pieces)) (= (caadr pieces) position))
    (emit-pieces (cons (merge-pieces (car pieces) (cadr pieces)) (cddr pieces)) inner position entry))
   ((pair? (cdar pieces))
    (let ((target (cadar pieces)) (addend (cddar pieces)))
      (if (not (reachable-inside? target addend))
          (fail (entry-token entry) "the address of '" (entry-name target)
                "' plus an offset cannot be linked from another unit"))
      (data-address! (global-label target addend))
      (emit-pieces (cdr pieces) inner (+ position 4) entry)))
   (else
    (data-byte! (let ((n (cdar pieces))) (if (< n 0) (- -1 n) n)))
    (emit-pieces (cdr pieces) inner (+ position 1) entry))))

(define (merge-pieces old new)
  (if (and (number? (cdr old)) (number? (cdr new)) (< (cdr new) 0))
      (cons (car old) (- -1 (logior (- -1 (cdr new)) (if (< (cdr old) 0) (- -1 (cdr old)) (cdr old)))))
      new))

(define (emit-string entry)
  (let loop ((bytes (entry-value entry)) (i 0) (pieces '()))
    (if (pair? bytes)
        (loop (cdr bytes) (+ i 1) (cons (cons i (logand 255 (car bytes))) pieces))
        (begin
          (data-label! (entry-label entry))
          (emit-pieces (reverse pieces) (stable-sort (or (entry-register entry) '()) <) 0 entry)))))

;; Between code and data, and behind the data, stands a mark by which linking takes them apart.
(define section-mark "HEX2_section")
(define (mark-section!)
  (data-align! 16)
  (data-label! section-mark))

;; Everything with storage in this unit.  Objects may name each other, so places inside one that only a
;; later one points to must be known before: addresses are collected first.
(define (emit-data)
  (let ((objects (filter (lambda (entry) (and (not (eq? 'function (entry-kind entry)))
                                              (memq (entry-state entry) '(tentative defined))))
                         (reverse *globals*))))
    (mark-section!)
    (for-each
     (lambda (entry)
       (for-each (lambda (item)
                   (let ((value (caddr item)))
                     (if (and (op? value 'addr) (not (eq? 'local (entry-kind (node-a value))))
                              (reachable-inside? (node-a value) (node-b value)))
                         (global-label (node-a value) (node-b value)))))
                 (if (pair? (entry-value entry)) (entry-value entry) '())))
     objects)
    (for-each (lambda (entry)
                (if (not (complete? (entry-type entry)))
                    (if (and (array? (entry-type entry)) (complete? (type-base (entry-type entry))))
                        (set-entry-type! entry (array-of (type-base (entry-type entry)) 1))
                        (fail (entry-token entry) "the size of '" (entry-name entry) "' is not known")))
                (emit-object entry (if (pair? (entry-value entry)) (entry-value entry) '())))
              objects)
    (for-each emit-string (reverse *strings*))
    (mark-section!)))
