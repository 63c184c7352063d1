package option

// Cost is what an option costs the shop, in fen; nil is not known.
type Cost struct {
	Money   *int64 // that the buyer gets
	Goods   *int64 // that are sent, at the price at which they sold
	Freight *int64 // of the ways that the shop pays
	Back    bool   // the goods of the buyer come back
	AtLeast bool   // something is not known, so that it costs more than the sum
	Sum     int64
}

// ways is how often something travels for an option at the expense of the shop.
func (x Option) ways() int64 {
	switch {
	case x.Remedy == "resend" || x.Remedy == "substitute":
		return 1
	case x.Remedy == "exchange" || x.Remedy == "repair":
		if x.Freight == "buyer" {
			return 1
		}
		return 2
	case x.Remedy == "return_refund" && x.Freight != "buyer":
		return 1
	}
	return 0
}

func (m Matter) cost(x Option) Cost {
	c := Cost{Back: x.Remedy == "return_refund" || x.Remedy == "exchange" || x.Remedy == "repair" || x.Remedy == "loaner"}
	if x.money() {
		c.Money = x.Fen
		c.AtLeast = x.Fen == nil
	}
	if x.Remedy == "resend" || x.Remedy == "exchange" || x.Remedy == "substitute" {
		if c.Goods = m.worth(); c.Goods == nil {
			c.AtLeast = true
		}
	}
	if n := x.ways(); n > 0 {
		one, known := m.Known.Number("freight_paid")
		if known && one > 0 {
			one *= n
			c.Freight = &one
		} else {
			c.AtLeast = true // what the buyer paid for the way is not what it costs us where it was free
		}
	}
	for _, part := range []*int64{c.Money, c.Goods, c.Freight} {
		if part != nil {
			c.Sum += *part
		}
	}
	return c
}

// worth is what the goods in question sold for.
func (m Matter) worth() *int64 {
	if m.Bought.Goods != nil {
		return m.Bought.Goods
	}
	if paid, known := m.Known.Number("paid"); known {
		return &paid
	}
	return nil
}
