namespace MLNetDeep.Reports;

/// <summary>How the points of a series are drawn.</summary>
public enum SeriesStyle
{
    /// <summary>Joined by straight lines.</summary>
    Line = 0,

    /// <summary>Each by itself.</summary>
    Points = 1,
}
