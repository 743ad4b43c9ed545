namespace Microsoft.ML.Data;

/// <summary>One setting: "name=value", "name={value}", or "name+" and "name-" for one that is on or off.</summary>
internal readonly record struct SettingPair(string Name, string Value)
{
    /// <summary>The settings of a text; null where it is not made of settings.</summary>
    public static List<SettingPair>? Split(string text)
    {
        if (SettingsLexer.Split(text) is not List<SettingsLexer.Token> tokens)
            return null;
        var pairs = new List<SettingPair>();
        for (int i = 0; i < tokens.Count; i++)
        {
            string name = tokens[i].Text.TrimStart('/');
            if (tokens[i].Kind != SettingsLexer.TokenKind.Word || name.Length == 0)
                return null;
            if (i + 1 < tokens.Count && tokens[i + 1].Kind == SettingsLexer.TokenKind.Equals)
            {
                if (i + 2 >= tokens.Count || tokens[i + 2].Kind == SettingsLexer.TokenKind.Equals)
                    return null;
                pairs.Add(new SettingPair(name, tokens[i + 2].Text));
                i += 2;
            }
            else
            {
                bool isSwitch = name[^1] is '+' or '-';
                pairs.Add(isSwitch ? new SettingPair(name[..^1], name[^1..]) : new SettingPair(name, "+"));
            }
        }
        return pairs;
    }

    public bool Is(string name, string shortName)
        => Name.Equals(name, StringComparison.OrdinalIgnoreCase) || Name.Equals(shortName, StringComparison.OrdinalIgnoreCase);

    public bool TryRead(ref bool flag)
    {
        flag = Value is "+" || Value.Equals("true", StringComparison.OrdinalIgnoreCase);
        return flag || Value is "-" || Value.Equals("false", StringComparison.OrdinalIgnoreCase);
    }

    public bool TryRead(ref char character)
    {
        if (Value.Length == 1)
            character = Value[0];
        return Value.Length == 1;
    }
}
