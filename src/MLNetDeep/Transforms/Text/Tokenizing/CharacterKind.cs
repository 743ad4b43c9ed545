namespace MLNetDeep.Transforms;

/// <summary>What a character does where punctuation is stripped.</summary>
internal enum CharacterKind : byte
{
    /// <summary>Ends a word and is part of none.</summary>
    Separator = 0,

    /// <summary>Starts or continues a word: letters and numbers.</summary>
    Letter,

    /// <summary>Continues a word: combining marks.</summary>
    Mark,

    /// <summary>Is part of a word where letters are on both sides.</summary>
    Apostrophe,

    /// <summary>Is part of a word where letters or marks are on both sides: the zero-width joiner and non-joiner.</summary>
    Joiner,

    /// <summary>Is a word of its own: the ideographs of Chinese and Japanese.</summary>
    Ideograph,

    /// <summary>Is passed over: the soft hyphen.</summary>
    Invisible,
}
