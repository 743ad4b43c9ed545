namespace MLNetDeep.Transforms;

/// <summary>The role of a character in a word when punctuation is stripped.</summary>
internal enum CharacterKind : byte
{
    /// <summary>Separates words.</summary>
    Separator = 0,

    /// <summary>Starts or continues a word: letters and numbers.</summary>
    Letter,

    /// <summary>Continues a word: combining marks.</summary>
    Mark,

    /// <summary>Is part of a word if it is between letters.</summary>
    Apostrophe,

    /// <summary>Is part of a word if it is between letters or marks: the zero-width joiner and non-joiner.</summary>
    Joiner,

    /// <summary>Is a word by itself: the ideographs of Chinese and Japanese.</summary>
    Ideograph,

    /// <summary>Is ignored: the soft hyphen.</summary>
    Invisible,
}
