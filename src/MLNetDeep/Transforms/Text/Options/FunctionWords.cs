namespace MLNetDeep.Transforms;

/// <summary>
/// Function words (stop words). Each kind starts on a new line: articles, pronouns, prepositions, conjunctions, auxiliary verbs and others.
/// </summary>
internal static class FunctionWords
{
    public const string English = """
        a an the
        i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself
        we us our ours ourselves they them their theirs themselves one
        this that these those who whom whose which what
        about above across after against along among around as at before behind below beneath beside between beyond by
        down during for from in inside into like near of off on onto out outside over per since through throughout till
        to toward towards under until up upon via with within without
        and but or nor so yet if because although though unless while whereas than whether
        am is are was were be been being have has had having do does did doing
        can could may might must shall should will would ought
        here there when where why how then now again once also too very just only own same such
        all any both each every few more most much many other another some several
        i'm you're he's she's it's we're they're i've you've we've they've i'd you'd he'd she'd we'd they'd
        i'll you'll he'll she'll it'll we'll they'll that's there's here's what's who's where's when's how's let's
        """;

    public const string French = """
        le la les l un une des du de d au aux
        je j me m moi tu te t toi il elle on se s soi nous vous ils elles eux lui leur leurs y en
        mon ma mes ton ta tes son sa ses notre nos votre vos
        ce c cet cette ces ceci cela ça celui celle ceux celles
        qui que qu quoi dont où lequel laquelle lesquels lesquelles duquel desquels auquel auxquels
        à après avant avec chez contre dans depuis derrière devant dès durant entre envers hors jusque jusqu malgré par
        parmi pendant pour sans selon sous sur vers
        et ou mais donc or ni car si comme lorsque lorsqu puisque puisqu quand quoique afin ainsi
        suis es est sommes êtes sont étais était étions étiez étaient sera seront serait seraient étant être soit
        ai as a avons avez ont avais avait avions aviez avaient aura auront aurait auraient eu ayant avoir ait
        fait faire peut peuvent doit doivent
        aussi alors ici là puis très plus moins tout toute tous toutes même mêmes autre autres quel quelle quels quelles
        c'est c'était d'un d'une l'on n'est n'a qu'il qu'elle qu'on qu'un qu'une s'est s'il j'ai j'y
        """;
}
