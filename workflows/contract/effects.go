package contract

// What a process can ask the register to do, by the name of the act.
const (
	// violation
	FileCase           = "file_case"           // 立案; a refused filing is DeclineFiling
	DeclineFiling      = "decline_filing"      // 不予立案
	MergeInto          = "merge_into"          // 并案
	ProposeRecognition = "propose_recognition" // behaviour, grade, points, founding document; the notice is drawn up
	ReviseRecognition  = "revise_recognition"  // after statement and review: lighter or heavier
	ServeNotice        = "serve_notice"        // 事先告知送达
	DropRecognition    = "drop_recognition"
	DecideRecognition  = "decide_recognition" // the decision is issued
	PostPoints         = "post_points"        // the decision is served: points take effect
	CloseWithoutRecord = "close_without_record"
	StopClocks         = "stop_clocks"  // the case's clocks stand still, for the reason named
	StartClocks        = "start_clocks" // and run again

	// listing
	IssueListingNotice = "issue_listing_notice"
	DropListing        = "drop_listing"
	DecideListing      = "decide_listing"
	ServeDecision      = "serve_decision"
	PublishListing     = "publish_listing"
	ExpireListing      = "expire_listing"

	// dispute
	AskForSupplement       = "ask_for_supplement"
	StartClockOnCompletion = "start_clock_on_completion"
	Accept                 = "accept"
	UpholdDispute          = "uphold_dispute"
	ReplyToDispute         = "reply_to_dispute"

	// breach
	IssueBreachNotice = "issue_breach_notice"
	RecogniseBreach   = "recognise_breach"

	// repair
	RefuseRepair = "refuse_repair"
	RepairEntry  = "repair_entry"
	SignRepair   = "sign_repair" // one office's signature

	// revocation
	ReverseFounded = "reverse_founded"
)

// Facts a process asks for.
const (
	LegalReviewNeeded = "legal_review_needed" // needed, not_needed
	Undisputed        = "undisputed"          // free when no dispute is open
)
