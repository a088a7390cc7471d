System.out.println(Model.open("fashion").description().parameters() + " parameters")
/exit
