using Microsoft.ML;

namespace MLNetDeep.Rows;

/// <summary>Computes added columns for several rows in one call.</summary>
internal interface IRowBatchMapper
{
    /// <summary>The number of rows at which a call pays off best.</summary>
    int PreferredBatch { get; }

    /// <summary>Makes what computes the columns of one cursor's rows.</summary>
    /// <param name="input">The cursor that the rows are read from, ahead of their reader.</param>
    IRowBatch CreateBatch(DataViewRow input);
}
