namespace MLNetDeep.Reports;

/// <summary>The colours of a picture.</summary>
public enum PictureTheme
{
    /// <summary>Dark lines on white.</summary>
    Light,

    /// <summary>Light lines on a dark grey.</summary>
    Dark,
}
