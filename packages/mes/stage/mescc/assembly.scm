;;; assembly.scm : i386 instructions -> M1 text
;;;
;;;   mov eax,[ebp-8]    ->    '8B45' !-8      # mov eax,[ebp-8]
;;; Instructions are written as quoted hexadecimal bytes followed by their displacement and immediate,
;;; with the Intel spelling as a comment (-S only).  A macro for each combination of opcode, registers
;;; and addressing mode would take thousands of DEFINE lines that M1 has to read again for every file;
;;; bytes are assembled as fast as they are read and need no companion file.
;;; Trap: the number of bytes is counted here, because M1 and hex2 have no alignment on x86.

(define eax 0) (define ecx 1) (define edx 2) (define ebx 3)
(define esp 4) (define ebp 5) (define esi 6) (define edi 7)

(define register-names (vector "eax" "ecx" "edx" "ebx" "esp" "ebp" "esi" "edi"))

;; memory operand: [base + index*scale + offset], or offset from a global when entry is set
(define-record-type mem
  (make-mem base offset entry index scale)
  mem?
  (base mem-base)
  (offset mem-offset)
  (entry mem-entry)
  (index mem-index)
  (scale mem-scale))                     ; log2

(define (based base offset) (make-mem base offset #f #f 0))
(define (mem+ mem n)
  (make-mem (mem-base mem) (+ n (mem-offset mem)) (mem-entry mem) (mem-index mem) (mem-scale mem)))

;; immediate operand: a number, or the address of a global plus offset
(define-record-type imm
  (make-imm value entry)
  imm?
  (value imm-value)
  (entry imm-entry))

(define (imm-number n) (make-imm (value-low-word n) #f))

(define *out* #f)
(define *comments?* #f)
(define *size* 0)                        ; bytes of the unit so far
(define *live?* #t)                      ; can control come here?
(define *pending-jump* #f)               ; a jump not written yet: its label may follow at once

(define (out text) (display text *out*))

;; Text that M1 shall call the place offset bytes into a global.  Such inner labels are written with
;; the data; a global of another unit has none, see `reachable-inside?`.
(define (global-label entry offset)
  (if (= offset 0)
      (entry-label entry)
      (begin
        (if (not (memv offset (or (entry-register entry) '())))
            (set-entry-register! entry (cons offset (or (entry-register entry) '()))))
        (string-append (entry-label entry) "+" (number->string offset)))))

(define (reachable-inside? entry offset)
  (or (= offset 0)
      (and (not (memq (entry-state entry) '(extern)))
           (not (function? (entry-type entry)))
           (> offset 0)
           (<= offset (type-size (entry-type entry))))))

(define (label-text n) (string-append "L" (number->string n) *unit*))

;; One instruction: hex bytes, then text of size bytes (displacement and immediate).
(define (code hex text size mnemonic a b)
  (if *pending-jump* (flush-jump!))
  (if *live?*
      (begin
        (out "\t'") (out hex) (out "'") (out text)
        (if *comments?* (begin (out "\t# ") (out mnemonic) (comment-operands a b)))
        (out "\n")
        (set! *size* (+ *size* size (quotient (string-length hex) 2))))))

(define (comment-operands a b)
  (if a (begin (out " ") (out (operand-text a))))
  (if b (begin (out ",") (out (operand-text b)))))

(define (operand-text operand)
  (cond ((string? operand) operand)
        ((number? operand) (vector-ref register-names operand))
        ((imm? operand) (if (imm-entry operand)
                            (string-append "&" (entry-label (imm-entry operand)) (signed-text (imm-value operand)))
                            (value->m1 (imm-value operand))))
        (else
         (string-append
          "["
          (if (mem-entry operand) (string-append "&" (entry-label (mem-entry operand))) "")
          (if (mem-base operand) (vector-ref register-names (mem-base operand)) "")
          (if (mem-index operand)
              (string-append "+" (vector-ref register-names (mem-index operand)) "*"
                             (number->string (ash 1 (mem-scale operand))))
              "")
          (signed-text (mem-offset operand))
          "]"))))

(define (signed-text n)
  (cond ((= n 0) "")
        ((> n 0) (string-append "+" (number->string n)))
        (else (number->string n))))

(define (byte-sized? n) (and (< n 128) (>= n -128)))

(define (imm8-text n) (string-append " !" (number->string n)))

(define (imm32-text imm)
  (if (imm-entry imm)
      (string-append " &" (global-label (imm-entry imm) (imm-value imm)))
      (string-append " %" (value->m1 (imm-value imm)))))

;; opcode with a ModRM operand (register or memory), field is the register or the digit of the opcode;
;; more is the immediate's text
(define (code-rm opcode field operand more more-size mnemonic a b)
  (if (number? operand)
      (code (string-append opcode (hex-byte (+ 192 (* 8 field) operand))) more more-size mnemonic a b)
      (let ((base (mem-base operand)) (offset (value-low-word (mem-offset operand))) (index (mem-index operand)))
        (define (encoded mode rm sib displacement size)
          (code (string-append opcode (hex-byte (+ (* 64 mode) (* 8 field) rm)) sib)
                (string-append displacement more) (+ size more-size) mnemonic a b))
        (define (with-mode mode displacement size)
          (cond (index
                 (encoded mode 4 (hex-byte (+ (* 64 (mem-scale operand)) (* 8 index) base)) displacement size))
                ((= base esp) (encoded mode 4 "24" displacement size))
                (else (encoded mode base "" displacement size))))
        (cond
         ((mem-entry operand)
          (let ((address (string-append " &" (global-label (mem-entry operand) offset))))
            (if index
                (encoded 0 4 (hex-byte (+ (* 64 (mem-scale operand)) (* 8 index) 5)) address 4)
                (encoded 0 5 "" address 4))))
         ((not base)
          (let ((address (string-append " %" (value->m1 offset))))
            (if index
                (encoded 0 4 (hex-byte (+ (* 64 (mem-scale operand)) (* 8 index) 5)) address 4)
                (encoded 0 5 "" address 4))))
         ((and (= offset 0) (not (= base ebp))) (with-mode 0 "" 0))
         ((byte-sized? offset) (with-mode 1 (imm8-text offset) 1))
         (else (with-mode 2 (string-append " %" (value->m1 offset)) 4))))))

;;; Named instructions

(define (simple hex mnemonic) (code hex "" 0 mnemonic #f #f))

(define (move! register operand)
  (cond ((imm? operand)
         (if (and (not (imm-entry operand)) (zero? (imm-value operand)))
             (code-rm "31" register register "" 0 "xor" register register)
             (code (hex-byte (+ 184 register)) (imm32-text operand) 4 "mov" register operand)))
        ((and (number? operand) (= operand register)) #t)
        (else (code-rm "8B" register operand "" 0 "mov" register operand))))

;; load with extension as the type asks
(define (load! register operand type)
  (case (type-size type)
    ((1) (if (type-unsigned? type)
             (code-rm "0FB6" register operand "" 0 "movzx byte" register operand)
             (code-rm "0FBE" register operand "" 0 "movsx byte" register operand)))
    ((2) (if (type-unsigned? type)
             (code-rm "0FB7" register operand "" 0 "movzx word" register operand)
             (code-rm "0FBF" register operand "" 0 "movsx word" register operand)))
    (else (move! register operand))))

(define (store! mem register size)
  (code-rm (case size ((1) "88") ((2) "6689") (else "89")) register mem "" 0
           (case size ((1) "mov byte") ((2) "mov word") (else "mov")) mem register))

(define (store-imm! mem imm size)
  (case size
    ((1) (code-rm "C6" 0 mem (imm8-text (value-truncate (imm-value imm) 1 #f)) 1 "mov byte" mem imm))
    ((2) (code-rm "66C7" 0 mem (string-append " @" (number->string (value-truncate (imm-value imm) 2 #f))) 2
                  "mov word" mem imm))
    (else (code-rm "C7" 0 mem (imm32-text imm) 4 "mov dword" mem imm))))

(define (lea! register mem) (code-rm "8D" register mem "" 0 "lea" register mem))

;; op: add or adc sbb and sub xor cmp, in the order of their numbers
(define alu-numbers '((add . 0) (or . 1) (adc . 2) (sbb . 3) (and . 4) (sub . 5) (xor . 6) (cmp . 7)))
(define alu-from-rm (vector "03" "0B" "13" "1B" "23" "2B" "33" "3B"))
(define alu-to-rm (vector "01" "09" "11" "19" "21" "29" "31" "39"))

;; target: register or memory of 4 bytes; source: register, memory or immediate
(define (alu! op target source)
  (let ((n (cdr (assq op alu-numbers))))
    (cond
     ((imm? source)
      (let ((v (imm-value source)))
        (cond
         ((and (not (imm-entry source)) (number? target) (memq op '(add sub)) (memv v '(1 -1)))
          (if (eq? (eq? op 'add) (= v 1))
              (code (hex-byte (+ 64 target)) "" 0 "inc" target #f)
              (code (hex-byte (+ 72 target)) "" 0 "dec" target #f)))
         ((and (eq? op 'cmp) (number? target) (not (imm-entry source)) (zero? v))
          (code-rm "85" target target "" 0 "test" target target))
         ((and (not (imm-entry source)) (byte-sized? v))
          (code-rm "83" n target (imm8-text v) 1 (symbol->string op) target source))
         (else (code-rm "81" n target (imm32-text source) 4 (symbol->string op) target source)))))
     ((number? target) (code-rm (vector-ref alu-from-rm n) target source "" 0 (symbol->string op) target source))
     (else (code-rm (vector-ref alu-to-rm n) source target "" 0 (symbol->string op) target source)))))

;; op in memory of 1 or 2 bytes with a small immediate
(define (alu-small! op mem n size)
  (let ((digit (cdr (assq op alu-numbers))))
    (code-rm (if (= size 1) "80" "6683") digit mem (imm8-text n) 1 (symbol->string op) mem (imm-number n))))

(define (imul! register operand)
  (if (imm? operand)
      (if (and (not (imm-entry operand)) (byte-sized? (imm-value operand)))
          (code-rm "6B" register register (imm8-text (imm-value operand)) 1 "imul" register operand)
          (code-rm "69" register register (imm32-text operand) 4 "imul" register operand))
      (code-rm "0FAF" register operand "" 0 "imul" register operand)))

(define (shift! digit register count)
  (cond ((and (= digit 4) (= count 1)) (alu! 'add register register))
        (else
         (code-rm "C1" digit register (imm8-text count) 1
                  (case digit ((4) "shl") ((5) "shr") (else "sar")) register (number->string count)))))

(define (push! operand)
  (cond ((imm? operand)
         (if (and (not (imm-entry operand)) (byte-sized? (imm-value operand)))
             (code "6A" (imm8-text (imm-value operand)) 1 "push" operand #f)
             (code "68" (imm32-text operand) 4 "push" operand #f)))
        ((number? operand) (code (hex-byte (+ 80 operand)) "" 0 "push" operand #f))
        (else (code-rm "FF" 6 operand "" 0 "push" operand #f))))

(define (pop! register) (code (hex-byte (+ 88 register)) "" 0 "pop" register #f))

(define (drop-stack! bytes)
  (if (> bytes 0) (alu! 'add esp (imm-number bytes))))

;; without touching flags
(define (drop-stack-quietly! bytes) (lea! esp (based esp bytes)))

(define (call-label! label) (code "E8" (string-append " %" label) 4 "call" label #f))

;;; Labels and jumps

(define (flush-jump!)
  (let ((target *pending-jump*))
    (set! *pending-jump* #f)
    (set! *live?* #t)
    (code "E9" (string-append " %" (label-text target)) 4 "jmp" (label-text target) #f)
    (set! *live?* #f)))

(define (label! n)
  (if *pending-jump*
      (if (= n *pending-jump*)
          (set! *pending-jump* #f)
          (flush-jump!)))
  (set! *live?* #t)
  (out ":") (out (label-text n)) (out "\n"))

(define (jump! n)
  (if (and *live?* (not *pending-jump*))
      (set! *pending-jump* n)))

(define condition-names (vector "o" "no" "b" "ae" "e" "ne" "be" "a" "s" "ns" "p" "np" "l" "ge" "le" "g"))

(define (jump-if! condition n)
  (code (string-append "0F" (hex-byte (+ 128 condition))) (string-append " %" (label-text n)) 4
        (string-append "j" (vector-ref condition-names condition)) (label-text n) #f))

;; no code after this until a label
(define (dead!) (set! *live?* #f))

;; bytes of M1 text in an asm statement, for the count; words it does not know count as nothing
(define (count-m1-bytes text)
  (fold (lambda (word sum)
          (if (= 0 (string-length word))
              sum
              (+ sum
                 (case (string-ref word 0)
                   ((#\') (quotient (- (string-length word) 2) 2))
                   ((#\!) 1) ((#\@ #\$) 2) ((#\~) 3) ((#\% #\&) 4)
                   (else 0)))))
        0
        (string-split (string-map (lambda (c) (if (memv c '(#\tab #\newline)) #\space c)) text) #\space)))

(define (raw-text! text)
  (if *pending-jump* (flush-jump!))
  (out "\t") (out text) (out "\n")
  (set! *size* (+ *size* (count-m1-bytes text))))

;;; Data

(define *data-line* 0)                   ; bytes on the open line of data

(define (data-byte! n)
  (if (= *data-line* 0) (out "\t'"))
  (out (hex-byte n))
  (set! *size* (+ *size* 1))
  (set! *data-line* (+ *data-line* 1))
  (if (= *data-line* 32) (end-data-line!)))

(define (end-data-line!)
  (if (> *data-line* 0) (begin (out "'\n") (set! *data-line* 0))))

(define (data-zeros! n)
  (cond ((<= n 0) #t)
        ((< n 16) (data-byte! 0) (data-zeros! (- n 1)))
        (else (end-data-line!)
              (out "\t<") (out n) (out "\n")
              (set! *size* (+ *size* n)))))

(define (data-align! n)
  (let ((over (modulo *size* n)))
    (if (> over 0) (begin (data-zeros! (- n over)) (end-data-line!)))))

(define (data-address! text)
  (end-data-line!)
  (out "\t&") (out text) (out "\n")
  (set! *size* (+ *size* 4)))

(define (data-label! text)
  (end-data-line!)
  (out ":") (out text) (out "\n"))
