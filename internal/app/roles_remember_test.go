package app_test

// rememberRows: anybody may look for what they half remember.
func rememberRows(*library) []row {
	return []row{
		{"GET /find", "/find", nil, all(200)},
		{"GET /find", "/find?what=a+lamp+in+the+fog&who=Ann&who_sure=maybe&not=dog", nil, all(200)},
		{"GET /find", "/find?what=a+lamp+in+the+fog&read=year&read_sure=maybe", nil, all(200)},
		{"GET /find", "/find?read=week", nil, all(200)},
	}
}
