export declare function moduleNames(): readonly string[];
export declare function kernelProducts(): readonly string[];
