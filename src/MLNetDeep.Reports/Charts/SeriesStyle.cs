namespace MLNetDeep.Reports;

/// <summary>How the points of a series are drawn.</summary>
public enum SeriesStyle
{
    /// <summary>The points are joined by straight lines.</summary>
    Line = 0,

    /// <summary>Each point is drawn as a mark.</summary>
    Points = 1,
}
