package contract

// What a process can ask the register to do, by the name of the act.
const (
	// dispute
	AskForSupplement       = "ask_for_supplement"
	StartClockOnCompletion = "start_clock_on_completion"
	UpholdDispute          = "uphold_dispute"
	ReplyToDispute         = "reply_to_dispute"
)
