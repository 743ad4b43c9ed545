namespace MLNetDeep.Data;

/// <summary>A source of the Sentiment Labelled Sentences data set.</summary>
public enum SentenceSource
{
    /// <summary>All sources: Amazon, Imdb, then Yelp.</summary>
    All = 0,

    /// <summary>Reviews of phones and accessories: amazon_cells_labelled.</summary>
    Amazon = 1,

    /// <summary>Reviews of films: imdb_labelled.</summary>
    Imdb = 2,

    /// <summary>Reviews of restaurants: yelp_labelled.</summary>
    Yelp = 3,
}
