namespace MLNetDeep.Data;

/// <summary>Where the sentences of the Sentiment Labelled Sentences data set come from.</summary>
public enum SentenceSource
{
    /// <summary>All sources, in the order below.</summary>
    All = 0,

    /// <summary>Reviews of telephones and their accessories: amazon_cells_labelled.</summary>
    Amazon = 1,

    /// <summary>Reviews of films: imdb_labelled.</summary>
    Imdb = 2,

    /// <summary>Reviews of restaurants: yelp_labelled.</summary>
    Yelp = 3,
}
